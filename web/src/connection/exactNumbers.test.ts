import { expect, test } from "vitest";
import { exactValue, parseExactly, writtenValue } from "./exactNumbers";

// biome-ignore lint/suspicious/noExplicitAny: as `JSON.parse` returns it
const read = (json: string) => parseExactly(json) as any;

test.each([
  "18446744073709551615",
  "-9007199254740993",
  "0.1234567890123456789",
  "42",
  "7.5",
  "true",
  "null",
])("%s is written as it came", (source) => {
  expect(writtenValue(read(`{"seed": ${source}}`).seed)).toBe(source);
});

test("also in objects and lists, and next to texts that look like numbers", () => {
  const given = '{"seeds":[18446744073709551615,1],"text":"18446744073709551615"}';
  const value = read(given);
  expect(writtenValue(value).replace(/\s/g, "")).toBe(given);
  expect(writtenValue(value.text)).toBe("18446744073709551615");
});

test("other numbers stay numbers", () => {
  expect(read('{"rate": 0.6666666666666666, "credits": 9007199254740991}')).toEqual({
    rate: 0.6666666666666666,
    credits: 9_007_199_254_740_991,
  });
});

test("and are sent again as they came", () => {
  const given = '{"seeds":[18446744073709551615,1],"text":"7"}';
  expect(JSON.stringify(exactValue(read(given)))).toBe(given);
});
