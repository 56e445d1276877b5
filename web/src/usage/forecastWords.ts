import { useWordsOf } from "../i18n/useWordsOf";

const words = {
  "zh-CN": {
    credits: "{credits} 积分",
    forecast: "预计本月共用 {expected}，介于 {low} 与 {high} 之间；目前已用 {soFar}。",
    last: "上月同一天的预测是 {expected}，实际为 {came}，相差 {off}。",
  },
  en: {
    credits: "{credits} credits",
    forecast: "This month will probably come to {expected}, between {low} and {high}; {soFar} so far.",
    last: "On this day of last month, {expected} were expected; it came to {came}, {off} off.",
  },
};

export const useForecastWords = () => useWordsOf(words);
