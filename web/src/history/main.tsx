import "../theme/tokens.css";
import "../theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { loadMessages, preferredLanguage } from "../i18n/messages";
import { TranslationProvider } from "../i18n/Translation";
import { startSession } from "../session/session";
import { applyTheme, currentTheme } from "../theme/theme";
import { Notifications } from "../ui/Notifications";
import { App } from "./App";

addEventListener("hashchange", startSession);
// All keys are an input method's while it composes: Esc would close the dialog with what was typed. Safari tells the one
// that ends it by its code alone.
const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;
addEventListener("keydown", (event) => isComposing(event) && event.stopImmediatePropagation(), true);
applyTheme(currentTheme());
const language = preferredLanguage();
const [messages] = await Promise.all([loadMessages(language), startSession()]);

/** Exported for tests, which leave the page by unmounting it. */
export const root = createRoot(document.getElementById("root") as HTMLElement);
root.render(
  <StrictMode>
    <TranslationProvider initial={{ language, messages }}>
      <Notifications>
        <App />
      </Notifications>
    </TranslationProvider>
  </StrictMode>,
);
