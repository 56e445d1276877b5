import { expect, test } from "vitest";
import { wordDiff } from "./wordDiff";

/** The texts with their differences in brackets. */
const marked = (...texts: string[]) =>
  wordDiff(texts).map((pieces) => pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(""));

test.each([
  [
    ["A fox", "A fox"],
    ["A fox", "A fox"],
  ],
  [
    ["A red fox in the snow", "A fox in the deep snow"],
    ["A [red] fox in the snow", "A fox in the [deep] snow"],
  ],
  [
    ["oil painting of a fox", "a photograph of a fox"],
    ["[oil painting] of a fox", "[a photograph] of a fox"],
  ],
  [
    ["", "A fox"],
    ["", "[A fox]"],
  ],
  [
    ["A fox, dawn", "A fox. dawn"],
    ["A fox[,] dawn", "A fox[.] dawn"],
  ],
  [
    ["雪地里的红色狐狸", "雪地里的蓝色狐狸"],
    ["雪地里的[红色]狐狸", "雪地里的[蓝色]狐狸"],
  ],
  [
    ["🦊 at dawn", "🐕 at dawn"],
    ["[🦊] at dawn", "[🐕] at dawn"],
  ],
  [
    ["A fox in snow", "A fox in rain", "A dog in snow"],
    ["A [fox] in [snow]", "A fox in [rain]", "A [dog] in snow"],
  ],
])("%j", (texts, expected) => expect(marked(...texts)).toEqual(expected));

test("in very long texts, only words that the other text lacks differ", () => {
  const text = (word: string) =>
    `${word} ${Array.from({ length: 3000 }, (_, n) => `w${n % 7}`).join(" ")} ${word}`;
  const [one, other] = marked(text("fox"), text("dog"));
  expect([one?.match(/\[[^\]]*\]/g), other?.match(/\[[^\]]*\]/g)]).toEqual([
    ["[fox]", "[fox]"],
    ["[dog]", "[dog]"],
  ]);
});
