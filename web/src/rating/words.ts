import { useWordsOf } from "../i18n/useWordsOf";

const words = {
  "zh-CN": {
    title: "评分",
    one: "{rating} 分",
    atLeast: "{rating} 分及以上",
    any: "不限",
    again: "再点一次可取消评分",
  },
  en: {
    title: "Rating",
    one: "{rating} of 5",
    atLeast: "Rated {rating} or better",
    any: "Any",
    again: "Press again to take it back",
  },
};

export const useRatingWords = () => useWordsOf(words);
