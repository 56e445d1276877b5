import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { createFormat, type Format } from "./format";
import { type Language, loadMessages, type MessageKey, type Messages, rememberLanguage } from "./messages";

export type Values = Record<string, string | number>;

interface Translation {
  language: Language;
  setLanguage: (language: Language) => void;
  translate: (key: MessageKey, values?: Values) => string;
  isKey: (text: string) => text is MessageKey;
  format: Format;
}

const TranslationContext = createContext<Translation | null>(null);

export function TranslationProvider(props: {
  initial: { language: Language; messages: Messages };
  children: ReactNode;
}) {
  const [{ language, messages }, setCurrent] = useState(props.initial);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const translation = useMemo<Translation>(
    () => ({
      language,
      async setLanguage(next) {
        rememberLanguage(next);
        setCurrent({ language: next, messages: await loadMessages(next) });
      },
      translate: (key, values) => filled(messages[key], values),
      isKey: (text): text is MessageKey => text in messages,
      format: createFormat(language),
    }),
    [language, messages],
  );

  return <TranslationContext value={translation}>{props.children}</TranslationContext>;
}

/**
 * The text with values in place of their names, such as `{count} in all`. `{count|task|tasks}` becomes the word for one
 * or for several.
 */
export function filled(text: string, values?: Values): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (placeholder, name, one, several) => {
    const value = String(values?.[name] ?? placeholder);
    if (one === undefined) return value;
    return value === "1" ? one : several;
  });
}

export function useTranslation(): Translation {
  const translation = useContext(TranslationContext);
  if (translation === null) throw new Error("useTranslation needs a TranslationProvider above it");
  return translation;
}
