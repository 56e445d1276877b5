import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  daysIn,
  type Listed,
  layOut,
  placeBeside,
  placesIn,
  placesOfDay,
  ratioOf,
  type Shape,
} from "./layout";

const headings = { barHeight: 32, dayHeight: 26, dayWidth: 112 };
const gallery: Shape = { view: "gallery", dated: true, width: 1000, height: 200, gap: 10, ...headings };
const list: Shape = { ...gallery, view: "list", dated: false };
const noon = Date.parse("2026-11-20T12:00:00Z");

beforeEach(() => vi.stubEnv("TZ", "UTC"));
afterEach(() => vi.unstubAllEnvs());

/** Square pictures, some on each of the latest days. */
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

test("rows fill the width, except the last of a section", () => {
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

const dates = ({ days }: { days: { date: number; begins: boolean }[] }) =>
  days.map(({ date, begins }) => `${new Date(date * 86_400_000).getUTCDate()}${begins ? "" : "…"}`);

test("days of a few pictures are side by side, those of many by themselves", () => {
  const { rows } = layOut(squares(2, 1, 12, 1), 0, gallery);
  expect(rows.map(dates)).toEqual([["20", "19"], ["18"], ["18…"], ["18…"], ["17"]]);
  const [first, , , , last] = rows;
  expect(first?.days.map(({ left, width }) => [left, width])).toEqual([
    [0, 410],
    [430, 200],
  ]);
  expect(last?.height).toBe(200);
});

test("days that almost fill the width together are higher, and never narrower than their headings", () => {
  const wide = squares(2, 2).map((task) => ({ ...task, ratio: 1.1 }));
  const [row] = layOut(wide, 0, gallery).rows;
  expect(row?.height).toBe(218);
  expect((row?.days.at(-1)?.left ?? 0) + (row?.days.at(-1)?.width ?? 0)).toBeCloseTo(1000, -1);
  const narrow = squares(1, 1).map((task) => ({ ...task, ratio: 0.4 }));
  expect(layOut(narrow, 0, gallery).rows[0]?.days.map(({ left }) => left)).toEqual([0, 132]);
});

test("each month has a section, and days of different months share no row", () => {
  const { rows, sections } = layOut(squares(...Array(25).fill(1)), 0, gallery);
  expect(sections.map(({ month }) => new Date((month ?? 0) * 86_400_000).toJSON().slice(0, 10))).toEqual([
    "2026-11-01",
    "2026-10-01",
  ]);
  expect(sections.map(({ first, last }) => rows.slice(first, last + 1).flatMap(dates).length)).toEqual([
    20, 5,
  ]);
  expect(rows.map((row) => row.headings)).toEqual([58, 26, 26, 26, 58]);
});

test("a list has neither days nor months", () => {
  const { rows, sections } = layOut(squares(2, 2, 2), 0, list);
  expect(rows).toHaveLength(6);
  expect(rows.every((row) => row.headings === 0)).toBe(true);
  expect(sections).toEqual([{ month: null, first: 0, last: 5 }]);
});

test("a day's tasks are found from where it begins, in all its rows", () => {
  const { rows } = layOut(squares(2, 1, 12, 1), 0, gallery);
  const [, second, third] = daysIn(rows, 0, 3);
  expect(placesOfDay(second?.date ?? 0, 0, rows)).toEqual([2, 3]);
  expect(third?.inRows.map(({ index }) => index)).toEqual([1, 2, 3]);
  expect(placesOfDay(third?.date ?? 0, 1, rows)).toEqual([3, 15]);
});

test("a day in whose middle the list begins has one heading", () => {
  expect(layOut(squares(14), 7, gallery).rows.filter(({ headings }) => headings > 0)).toHaveLength(1);
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

test("arrow keys move sideways, up and down", () => {
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
