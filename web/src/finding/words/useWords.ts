import { useWordsOf } from "../../i18n/useWordsOf";
import english from "./en";
import chinese from "./zh-CN";

const words = { "zh-CN": chinese, en: english };

/** The texts about finding tasks, in the reader's language. */
export const useWords = () => useWordsOf(words);
