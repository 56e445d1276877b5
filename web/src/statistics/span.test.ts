import { expect, test } from "vitest";
import { addDays } from "../calendar/calendar";
import { lastDayOf, spanOf, startOf } from "./span";

test.each([
  ["DAY", "2025-09-18", "2025-08-20", "2025-09-19"],
  ["DAY", "2024-03-15", "2024-02-15", "2024-03-16"],
  ["DAY", "2025-12-31", "2025-12-02", "2026-01-01"],
  ["WEEK", "2025-09-18", "2025-03-21", "2025-09-19"],
  ["MONTH", "2025-09-18", "2015-10-01", "2025-09-19"],
  ["MONTH", "2025-12-31", "2016-01-01", "2026-01-01"],
  // Not every month has a 31st, nor a 29th.
  ["MONTH", "2025-01-31", "2015-02-01", "2025-02-01"],
  ["MONTH", "2024-02-29", "2014-03-01", "2024-03-01"],
] as const)("%s at %s goes from %s to %s", (step, today, from, to) => {
  expect(spanOf(step, today)).toEqual({ from, to });
});

test("holds 30 days or 26 weeks with the current day, all year round", () => {
  for (let today = "2024-01-01"; today < "2025-01-01"; today = addDays(today, 1)) {
    expect(addDays(spanOf("DAY", today).from, 30)).toBe(spanOf("DAY", today).to);
    expect(addDays(spanOf("WEEK", today).from, 26 * 7)).toBe(spanOf("WEEK", today).to);
  }
});

test.each([
  ["DAY", "2025-12-31", "2025-12-31"],
  ["WEEK", "2025-12-29", "2026-01-04"],
  ["MONTH", "2024-02-01", "2024-02-29"],
  ["MONTH", "2025-12-01", "2025-12-31"],
] as const)("the %s of %s ends with %s", (step, first, last) => expect(lastDayOf(step, first)).toBe(last));

test.each([
  ["DAY", "2025-09-18", "2025-09-18"],
  ["WEEK", "2025-09-18", "2025-09-15"],
  ["WEEK", "2025-09-21", "2025-09-15"],
  ["WEEK", "2026-01-01", "2025-12-29"],
  ["MONTH", "2025-09-18", "2025-09-01"],
] as const)("the %s of %s begins on %s", (period, today, first) =>
  expect(startOf(period, today)).toBe(first),
);
