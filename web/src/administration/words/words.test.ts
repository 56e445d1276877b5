import { expect, test } from "vitest";
import english from "./en";
import chinese, { type WordKey } from "./zh-CN";

const placeholders = (text: string) => text.match(/\{\w+\}/g)?.sort();

test("both languages say everything, with the same values", () => {
  expect(Object.keys(english)).toEqual(Object.keys(chinese));
  for (const key of Object.keys(chinese) as WordKey[]) {
    expect([english[key].trim(), chinese[key].trim()], key).not.toContain("");
    expect(placeholders(english[key]), key).toEqual(placeholders(chinese[key]));
  }
});
