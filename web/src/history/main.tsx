import "./tokens.css";
import "./base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { loadMessages, preferredLanguage } from "./i18n/messages";
import { TranslationProvider } from "./i18n/Translation";
import { startSession } from "./session";
import { applyTheme, currentTheme } from "./theme";
import { Notifications } from "./ui/Notifications";

addEventListener("hashchange", startSession);
applyTheme(currentTheme());
const language = preferredLanguage();
const [messages] = await Promise.all([loadMessages(language), startSession()]);

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <TranslationProvider initial={{ language, messages }}>
      <Notifications>
        <App />
      </Notifications>
    </TranslationProvider>
  </StrictMode>,
);
