import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { dateOf, type Listed, layOut, placeBeside, placesIn, ratioOf, type Shape } from "./layout";

const gallery: Shape = { view: "gallery", width: 1000, height: 200, gap: 10, timeZone: "UTC" };
const noon = Date.parse("2026-11-20T12:00:00Z");

beforeEach(() => vi.stubEnv("TZ", "UTC"));
afterEach(() => vi.unstubAllEnvs());

/** Square pictures: so many on each of the latest days. */
function squares(...counts: number[]): Listed[] {
  return counts.flatMap((count, day) =>
    Array.from({ length: count }, (_, number) => ({
      id: `${day}-${number}`,
      ratio: 1,
      time: noon - day * 86_400_000 - number,
    })),
  );
}

const counts = (tasks: Listed[], begin = 0, shape = gallery) =>
  layOut(tasks, begin, shape).rows.map(({ from, to }) => to - from);

test("rows fill the width, but for the last of a section", () => {
  const tasks = squares(12);
  const shape = { ...gallery, width: 1003 };
  const { rows } = layOut(tasks, 0, shape);
  expect(rows.map(({ from, to }) => [from, to])).toEqual([
    [0, 5],
    [5, 10],
    [10, 12],
  ]);
  const last = rows.slice(0, 2).map((row) => placesIn(row, tasks, shape).at(-1));
  for (const place of last) expect((place?.left ?? 0) + (place?.width ?? 0)).toBeCloseTo(1003);
  expect(rows[2]?.height).toBe(200);
});

test("days of a few pictures share a section, those of many have one each", () => {
  const sections = (tasks: Listed[]) =>
    layOut(tasks, 0, gallery).sections.map(({ newest, oldest }) => newest - oldest + 1);
  expect(sections(squares(2, 2, 2, 2, 2, 1))).toEqual([5, 1]);
  expect(sections(squares(2, 30, 2))).toEqual([1, 1, 1]);
  expect(layOut(squares(2, 2, 2), 0, { ...gallery, view: "list" }).sections).toHaveLength(3);
});

describe("what is in sight stays where it is", () => {
  test("when more come below", () => {
    const [some, more] = [squares(12, 3), squares(12, 9, 4)];
    expect(counts(more).slice(0, 3)).toEqual(counts(some).slice(0, 3));
  });

  test("when more come above", () => {
    const more = squares(23, 14);
    const some = more.slice(13);
    // Both lists begin with the second day.
    expect(counts(more, 23).slice(-5)).toEqual(counts(some, 10).slice(-5));
    expect(counts(more, 23)).toEqual([3, 5, 5, 5, 5, 5, 5, 4]);
  });
});

test("arrow keys lead beside, above and below", () => {
  const tasks = squares(12);
  const { rows } = layOut(tasks, 0, gallery);
  const from = (place: number) =>
    ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((key) =>
      placeBeside(place, key, rows, tasks, gallery),
    );
  expect(from(6)).toEqual([5, 7, 1, 11]);
  expect(from(4)).toEqual([3, 5, undefined, 9]);
  expect(placeBeside(6, "Enter", rows, tasks, gallery)).toBeUndefined();
});

test.each([
  [{ width: 1024, height: 576 }, "1:1", 16 / 9],
  [null, "3:4", 0.75],
  [null, null, 1],
  [null, "wide", 1],
  [{ width: 5000, height: 10 }, null, 2.5],
  [null, "1:100", 0.4],
])("a picture of %j, asked for as %j, is shown at %d", (image, asked, ratio) => {
  expect(ratioOf(image, asked)).toBeCloseTo(ratio);
});

test("dates are the server's, and the reader's until that is known", () => {
  const midnight = Date.parse("2026-11-20T00:30:00Z");
  vi.stubEnv("TZ", "America/New_York");
  expect(dateOf(midnight, "Asia/Shanghai") - dateOf(midnight, undefined)).toBe(1);
});
