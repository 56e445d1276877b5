import { expect } from "vitest";

const placeholders = (text = "") => text.match(/\{\w+\}/g)?.sort();

/** Expects both languages to have the same texts, with the same values in them. */
export function expectSameWords(english: Record<string, string>, chinese: Record<string, string>): void {
  expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
  for (const [key, text] of Object.entries(chinese)) {
    expect([english[key]?.trim(), text.trim()], key).not.toContain("");
    expect(placeholders(english[key]), key).toEqual(placeholders(text));
  }
}
