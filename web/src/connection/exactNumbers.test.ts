import { expect, test } from "vitest";
import { exactValue, withExactNumbers, writtenValue } from "./exactNumbers";

const read = async (json: string) =>
  JSON.parse(
    await withExactNumbers(new Response(json, { headers: { "Content-Type": "application/json" } })).text(),
  );

test.each([
  "18446744073709551615",
  "-9007199254740993",
  "0.1234567890123456789",
  "42",
  "7.5",
  "true",
  "null",
])("%s is written as it came", async (source) => {
  expect(writtenValue((await read(`{"seed": ${source}}`)).seed)).toBe(source);
});

test("in objects and lists, too, beside texts that look like numbers", async () => {
  const given = '{"seeds":[18446744073709551615,1],"text":"18446744073709551615"}';
  const value = await read(given);
  expect(writtenValue(value).replace(/\s/g, "")).toBe(given);
  expect(writtenValue(value.text)).toBe("18446744073709551615");
});

test("other numbers stay numbers", async () => {
  expect(await read('{"rate": 0.6666666666666666, "credits": 9007199254740991}')).toEqual({
    rate: 0.6666666666666666,
    credits: 9_007_199_254_740_991,
  });
});

test("and are sent again as they came", async () => {
  const given = '{"seeds":[18446744073709551615,1],"text":"7"}';
  expect(JSON.stringify(exactValue(await read(given)))).toBe(given);
});

test("an answer that is no JSON is left alone", async () => {
  const page = "<p>0123456789012345</p>";
  expect(await withExactNumbers(new Response(page)).text()).toBe(page);
});
