import { expect, test } from "vitest";
import { labelWords } from "../src/filters/labels/useLabelWords";
import { words as insightWords } from "../src/insights/words";

type Words = Record<string, string>;
const english = import.meta.glob<Words>("../src/**/en.ts", { import: "default", eager: true });
const chinese = import.meta.glob<Words>("../src/**/zh-CN.ts", { import: "default", eager: true });

const pairs: [file: string, english: Words, chinese: Words | undefined][] = [
  ...Object.entries(english).map(
    ([file, words]) => [file, words, chinese[file.replace("en.ts", "zh-CN.ts")]] as (typeof pairs)[number],
  ),
  ["insights", insightWords.en, insightWords["zh-CN"]],
  ["labels", labelWords.en, labelWords["zh-CN"]],
];
const placeholders = (text = "") => text.match(/\{\w+\}/g)?.sort();

test.each(pairs)("both languages have the same texts, with the same values in them: %s", (_, en, zh = {}) => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  for (const [key, text] of Object.entries(zh)) {
    expect([en[key]?.trim(), text.trim()], key).not.toContain("");
    expect(placeholders(en[key]), key).toEqual(placeholders(text));
  }
});
