import type chinese from "./zh-CN";

export type MessageKey = keyof typeof chinese;
export type Messages = Record<MessageKey, string>;

export const languages = { "zh-CN": "简体中文", en: "English" } as const;
export type Language = keyof typeof languages;

const storageKey = "task-record.language";

export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (chosen !== null && chosen in languages) return chosen as Language;
  return navigator.language.startsWith("zh") ? "zh-CN" : "en";
}

export async function loadMessages(language: Language): Promise<Messages> {
  const module = language === "zh-CN" ? await import("./zh-CN") : await import("./en");
  return module.default;
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
}
