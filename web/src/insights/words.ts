import { useWordsOf } from "../i18n/useWordsOf";

const chinese = {
  title: "从记录中学到的",
  span: "来自最近 90 天的任务",
  CHEAPER_MODEL:
    "同样的提示词，{subject} 更便宜：{tasks} 次对比中有 {better} 次比 {model} 花得少，成功 {good} 次对 {modelGood} 次。",
  FASTER_MODEL:
    "同样的提示词，{subject} 更快：平均 {time}，{model} 为 {modelTime}；{tasks} 次对比中成功 {good} 次对 {modelGood} 次。",
  FREQUENT_FAILURE: "{tasks} 个任务因“{subject}”失败，占已结束任务的 {share}。",
  worst: "{model} 最常见：{tasks} 个任务中有 {failed} 个。",
  REPEATED_PROMPT: "同一条提示词付费生成了 {tasks} 次，其中 {liked} 次评为 4 分以上：“{subject}”",
  saved: "可省 {credits} 积分",
  lost: "花费 {credits} 积分",
  task: "查看第 {number} 个相关任务",
  compare: "比较两个模型",
  first: "模型一",
  second: "模型二",
  choose: "选择模型",
  shared: "两个模型都用过的提示词：{count} 条",
  none: "最近 90 天没有两个模型都用过的提示词。",
  tasks: "任务",
  success: "成功率",
  time: "中位耗时",
  credits: "积分",
  cost: "费用",
  rating: "平均评分",
  side: "并排查看第 {number} 组",
  model: "模型",
};

const english: Record<keyof typeof chinese, string> = {
  title: "What your record suggests",
  span: "From the tasks of the last 90 days",
  CHEAPER_MODEL:
    "{subject} does the same prompts for less: in {better} of {tasks} comparisons it cost less than {model}, with {good} against {modelGood} successes.",
  FASTER_MODEL:
    "{subject} does the same prompts faster: {time} on average, where {model} takes {modelTime}, with {good} against {modelGood} successes in {tasks} comparisons.",
  FREQUENT_FAILURE: "{tasks} tasks failed for “{subject}”, which is {share} of all that ended.",
  worst: "Most of all with {model}: {failed} of {tasks}.",
  REPEATED_PROMPT:
    "One prompt was paid for {tasks} times, and {liked} results are rated 4 or better: “{subject}”",
  saved: "{credits} credits to save",
  lost: "{credits} credits spent",
  task: "Show related task {number}",
  compare: "Compare two models",
  first: "First model",
  second: "Second model",
  choose: "Choose a model",
  shared: "Prompts that both models were given: {count}",
  none: "In the last 90 days, no prompt was given to both models.",
  tasks: "Tasks",
  success: "Success rate",
  time: "Median time",
  credits: "Credits",
  cost: "Cost",
  rating: "Average rating",
  side: "Show pair {number} side by side",
  model: "Model",
};

export const words = { "zh-CN": chinese, en: english };
export const useInsightWords = () => useWordsOf(words);
