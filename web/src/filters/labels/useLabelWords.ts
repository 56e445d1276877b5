import { useWordsOf } from "../../i18n/useWordsOf";

export const labelWords = {
  "zh-CN": {
    labels: "标签",
    find: "查找标签",
    none: "还没有标签：提示词里提到的主题和风格会出现在这里。",
  },
  en: {
    labels: "Labels",
    find: "Find a label",
    none: "No labels yet: subjects and styles that your prompts name appear here.",
  },
};

/** The texts of the list of labels, in the reader's language. */
export const useLabelWords = () => useWordsOf(labelWords);
