import { expect, test } from "vitest";
import { comparePath, readCompared } from "./comparePath";

test("an address names tasks and their images", () => {
  const compared = [
    { id: "a-1", image: 0 },
    { id: "b-2", image: 3 },
  ];
  const path = comparePath(compared, "status=FAILED");
  expect(path).toBe("/compare/a-1,b-2.4?status=FAILED");
  expect(readCompared("a-1,b-2.4")).toEqual(compared);
});

test.each([
  ["a,b,c,d,e", 4],
  ["a.x,b.-1,c.", 3],
])("what is wrong in %j is left out", (written, count) => {
  expect(readCompared(written)).toHaveLength(count);
  expect(readCompared(written).every(({ image }) => image === 0)).toBe(true);
});
