import { expect, test } from "vitest";
import { sentSearch, splitAtWords, wordsOf } from "./words";

test.each([
  ["", []],
  [" \u3000\n", []],
  ["小狗", ["小狗"]],
  ["  Fox\tin\u3000SNOW ", ["Fox", "in", "SNOW"]],
  ["50% a.b [c] \\", ["50%", "a.b", "[c]", "\\"]],
  ['fox "red  coat" -wolf -"grey coat" model:flux -error:timeout', ["fox", "red  coat"]],
  ['“雪山 日落” --ar 16:9 - "', ["雪山 日落", "--ar", "16:9", "-", '"']],
  ['"not closed', ["not closed"]],
])("%j wants to see %j", (search, words) => expect(wordsOf(search)).toEqual(words));

test("the number of words is limited", () => {
  const many = Array.from({ length: 66 }, (_, number) => String(number + 10));
  expect(sentSearch(many.join(" "))).toEqual(many.slice(0, 16).join(" "));
});

test.each([
  ["A fox", [], ["A fox"]],
  ["A fox in the fog", ["FO"], ["A ", "fo", "x in the ", "fo", "g"]],
  ["一只戴着宇航员头盔的小狗", ["小狗", "宇航"], ["一只戴着", "宇航", "员头盔的", "小狗", ""]],
  [
    "1+1=2 (a.b) [c] {d} \\e|f^g$ h?*/-",
    ["(a.b)", "[c]", "\\e|f^g$", "h?*/-"],
    ["1+1=2 ", "(a.b)", " ", "[c]", " {d} ", "\\e|f^g$", " ", "h?*/-", ""],
  ],
  ["a.b axb", ["a.b"], ["", "a.b", " axb"]],
  ["🦊🐕", ["🐕"], ["🦊", "🐕", ""]],
  ["ΦΆΡΟΣ", ["φαρο"], ["", "ΦΆΡΟ", "Σ"]],
  ["Un CAFE\u0301 noir", ["cafe"], ["Un ", "CAFÉ", " noir"]],
  ["red\n coat", ["red coat"], ["", "red\n coat", ""]],
  ["がか", ["か"], ["が", "か", ""]],
] as const)("%j with %j is %j", (text, words, pieces) => expect(splitAtWords(text, words)).toEqual(pieces));
