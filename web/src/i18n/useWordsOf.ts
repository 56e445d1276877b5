import type { Language } from "./messages";
import { filled, useTranslation, type Values } from "./Translation";

/** Returns a function for the texts of one part of the page, which are loaded with it, in the reader's language. */
export function useWordsOf<Key extends string>(
  words: Record<Language, Record<Key, string>>,
): (key: Key, values?: Values) => string {
  const { language } = useTranslation();
  return (key, values) => filled(words[language][key], values);
}
