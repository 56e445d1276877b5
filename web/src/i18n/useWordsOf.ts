import type { Language } from "./messages";
import { filled, useTranslation, type Values } from "./Translation";

/** The texts of a part of the page, which are loaded with it, in the reader's language. */
export function useWordsOf<Key extends string>(
  words: Record<Language, Record<Key, string>>,
): (key: Key, values?: Values) => string {
  const { language } = useTranslation();
  return (key, values) => filled(words[language][key], values);
}
