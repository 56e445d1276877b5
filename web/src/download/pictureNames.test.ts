import { expect, test } from "vitest";
import { createPictureNames } from "./pictureNames";

const at = "2026-02-03T04:05:06";
const name = (prompt: string) => createPictureNames()(at, prompt);

test.each([
  ["一只戴着宇航员头盔的小狗", "2026-02-03 04.05 一只戴着宇航员头盔的小狗"],
  ['a/b\\c:d*e?f"g<h>i|j', "2026-02-03 04.05 a b c d e f g h i j"],
  ["../../etc/passwd", "2026-02-03 04.05 .. .. etc passwd"],
  ["line\r\none\u0000", "2026-02-03 04.05 line one"],
  ["invoice\u202egnp.exe", "2026-02-03 04.05 invoice gnp.exe"],
  ["ends in dots...", "2026-02-03 04.05 ends in dots"],
  ["half of one \ud83d", "2026-02-03 04.05 half of one"],
  ["👩‍🚀", "2026-02-03 04.05 👩‍🚀"],
  ["///", "2026-02-03 04.05"],
])("%j is saved as %j", (prompt, expected) => expect(name(prompt)).toBe(expected));

test("names are no longer than file systems take, and cut between characters", () => {
  const long = name("🦊".repeat(10_000));
  expect(new TextEncoder().encode(long).length).toBeLessThan(250);
  expect(long).toBe(`2026-02-03 04.05 ${"🦊".repeat(50)}`);
});

test("no two files have one name", () => {
  const nameOf = createPictureNames();
  const names = ["Fox", "fox", "Fox", "Hare"].map((prompt) => nameOf(at, prompt));
  expect(names).toEqual([
    "2026-02-03 04.05 Fox",
    "2026-02-03 04.05 fox (2)",
    "2026-02-03 04.05 Fox (3)",
    "2026-02-03 04.05 Hare",
  ]);
});
