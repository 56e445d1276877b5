import { useWordsOf } from "../../i18n/useWordsOf";
import english from "./en";
import chinese from "./zh-CN";

const words = { "zh-CN": chinese, en: english };

/** What administrators read, in their language. */
export const useWords = () => useWordsOf(words);
