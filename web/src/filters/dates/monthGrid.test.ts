import { expect, test } from "vitest";
import { addMonths, firstWeekdayOf, weeksOf } from "./monthGrid";

test.each([
  ["2026-02-14", 7, 4, [1, 8, 15, 22]],
  ["2026-11-29", 1, 6, [null, 2, 9, 16, 23, 30]],
  ["2024-02-29", 1, 5, [null, 5, 12, 19, 26]],
])("the month of %s, in weeks from day %i on", (date, firstWeekday, count, firsts) => {
  const weeks = weeksOf(date, firstWeekday);
  expect(weeks).toHaveLength(count);
  expect(weeks.map(([first]) => (first ? Number(first.slice(8)) : null))).toEqual(firsts);
  expect(weeks.flat().filter(Boolean)).toHaveLength(
    new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate(),
  );
});

test.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2026-01-15", -1, "2025-12-15"],
  ["2024-03-31", -1, "2024-02-29"],
])("%s and %i months is %s", (date, months, other) => expect(addMonths(date, months)).toBe(other));

test("weeks begin on Sunday in English, and on Monday in Chinese", () => {
  expect(["en", "zh-CN"].map(firstWeekdayOf)).toEqual([7, 1]);
});
