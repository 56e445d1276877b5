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
// While an input method composes, all keys belong to it: Esc would close the dialog and discard its text. In Safari only
// the code identifies the key that ends the composition.
const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;
addEventListener("keydown", (event) => isComposing(event) && event.stopImmediatePropagation(), true);
applyTheme(currentTheme());
const language = preferredLanguage();
const [messages] = await Promise.all([loadMessages(language), startSession()]);

/** Exported for tests, which unmount it to leave the page. */
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
