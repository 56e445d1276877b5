import type { Language } from "../../i18n/messages";
import { filled, useTranslation, type Values } from "../../i18n/Translation";
import english from "./en";
import chinese, { type WordKey } from "./zh-CN";

const words: Record<Language, Record<WordKey, string>> = { "zh-CN": chinese, en: english };

/** What administrators read, in their language. */
export function useWords(): (key: WordKey, values?: Values) => string {
  const { language } = useTranslation();
  return (key, values) => filled(words[language][key], values);
}
