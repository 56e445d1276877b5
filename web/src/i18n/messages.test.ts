import { expect, test } from "vitest";
import { loadMessages, type MessageKey } from "./messages";

const english = await loadMessages("en");
const chinese = await loadMessages("zh-CN");
const keys = Object.keys(chinese) as MessageKey[];
const placeholders = (message: string) => message.match(/\{\w+\}/g)?.sort();

test("each language says everything", () => {
  expect(Object.keys(english).sort()).toEqual([...keys].sort());
  for (const key of keys) expect([english[key].trim(), chinese[key].trim()], key).not.toContain("");
});

test("each language tells the same values", () => {
  for (const key of keys) expect(placeholders(english[key]), key).toEqual(placeholders(chinese[key]));
});
