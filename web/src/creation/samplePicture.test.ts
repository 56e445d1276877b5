import { expect, test } from "vitest";
import { sampleFor } from "./samplePicture";

test.each([
  ["1:1", "1x1"],
  ["16:9", "16x9"],
  ["9:16", "9x16"],
  ["4:3", "4x3"],
  ["3:4", "3x4"],
  ["21:9", "16x9"],
  ["", "1x1"],
])("%s", (ratio, name) => {
  expect(sampleFor("A lighthouse", ratio)).toContain(`-${name}.webp`);
  expect(sampleFor("A lighthouse", ratio)).not.toBe(sampleFor("A fox", ratio));
});
