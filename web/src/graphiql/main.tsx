import "graphiql/setup-workers/vite";
import "../theme/tokens.css";
import "../theme/base.css";
import "graphiql/style.css";
import "@graphiql/plugin-explorer/style.css";
import "./graphiql.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { loadMessages, preferredLanguage } from "../i18n/messages";
import { TranslationProvider } from "../i18n/Translation";
import { startSession } from "../session/session";
import { applyTheme, currentTheme } from "../theme/theme";
import { GraphiQLPage } from "./GraphiQLPage";

applyTheme(currentTheme());
const language = preferredLanguage();
const [messages] = await Promise.all([loadMessages(language), startSession()]);

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <TranslationProvider initial={{ language, messages }}>
      <GraphiQLPage />
    </TranslationProvider>
  </StrictMode>,
);
