import { useWordsOf } from "../i18n/useWordsOf";

const words = {
  "zh-CN": {
    name: "报告",
    ofBoard: "下载这个画板的报告",
    ofMonth: "下载这个画板 {month} 的报告",
    about:
      "一份可阅读、可打印的 HTML 报告：总计、图表、失败原因，以及标星和评分最高的图片，无需联网即可打开。",
  },
  en: {
    name: "Report",
    ofBoard: "Download a report on this board",
    ofMonth: "Download a report on this board for {month}",
    about:
      "One HTML file to read and to print: totals, charts, why tasks failed, and the starred and best rated pictures. It opens without a network.",
  },
};

export const useReportWords = () => useWordsOf(words);
