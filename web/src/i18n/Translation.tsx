import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { createFormat, type Format } from "./format";
import { type Language, loadMessages, type MessageKey, type Messages, rememberLanguage } from "./messages";

interface Translation {
  language: Language;
  setLanguage: (language: Language) => void;
  translate: (key: MessageKey, values?: Record<string, string | number>) => string;
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
      translate: (key, values) =>
        messages[key].replace(/\{(\w+)\}/g, (placeholder, name) => String(values?.[name] ?? placeholder)),
      format: createFormat(language),
    }),
    [language, messages],
  );

  return <TranslationContext value={translation}>{props.children}</TranslationContext>;
}

export function useTranslation(): Translation {
  const translation = useContext(TranslationContext);
  if (translation === null) throw new Error("useTranslation needs a TranslationProvider above it");
  return translation;
}
