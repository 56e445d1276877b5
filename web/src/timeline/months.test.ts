import { expect, test } from "vitest";
import { instantAt, monthsOf, placeOf } from "./months";

const history = [
  { periodDate: "2025-09-01", totalTasks: 0 },
  { periodDate: "2025-10-01", totalTasks: 100 },
  { periodDate: "2025-11-01", totalTasks: 300 },
];

test("months are as long as their share of tasks, the newest first, without empty ones", () => {
  expect(monthsOf(history)).toMatchObject([
    { date: "2025-11-01", tasks: 300, begin: 0, end: 0.75 },
    { date: "2025-10-01", tasks: 100, begin: 0.75, end: 1 },
  ]);
});

test("a month of few tasks can still be pressed", () => {
  const [, few] = monthsOf([
    { periodDate: "2025-09-01", totalTasks: 1 },
    { periodDate: "2025-10-01", totalTasks: 100_000 },
  ]);
  expect((few?.end ?? 0) - (few?.begin ?? 0)).toBeGreaterThan(0.015);
});

test("a place is an instant, and an instant a place", () => {
  const months = monthsOf(history);
  expect(new Date(instantAt(0.375, months)).toISOString()).toBe("2025-11-16T00:00:00.000Z");
  expect(new Date(instantAt(0.75, months)).toISOString()).toBe("2025-11-01T00:00:00.000Z");
  for (const place of [0, 0.2, 0.6, 0.8, 0.99])
    expect(placeOf(instantAt(place, months), months)).toBeCloseTo(place);
  // An instant in a month without tasks is at the next older month, or at the end.
  expect(placeOf(Date.parse("2026-01-05"), months)).toBe(0);
  expect(placeOf(Date.parse("2024-01-05"), months)).toBe(1);
});

test("the end is the oldest task", () => {
  const oldest = Date.parse("2025-10-20T10:00:00Z");
  expect(instantAt(1, monthsOf(history, oldest))).toBe(oldest);
});

test("without tasks there is no time to go to", () => {
  expect(monthsOf([])).toEqual([]);
});
