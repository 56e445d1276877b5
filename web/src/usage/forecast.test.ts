import { expect, test } from "vitest";
import { addDays } from "../calendar/calendar";
import { weekday, wholeDays } from "./dailyValues";
import { forecast, lastForecast } from "./forecast";

/** The given number of days from `first` on. */
function days(first: string, count: number, worth: (day: string, number: number) => number) {
  return Array.from({ length: count }, (_, number) => {
    const day = addDays(first, number);
    return { day, value: worth(day, number) };
  });
}

const onWorkdays = (day: string) => (weekday(day) % 6 === 0 ? 0 : 10);

test("a month whose weekdays never differ comes to exactly their sum", () => {
  // September 2025 has 22 workdays, 12 of them before the 17th, a Wednesday.
  const given = days("2025-07-01", 78, onWorkdays);
  expect(forecast(given, "2025-09-17")).toEqual({ soFar: 120, expected: 220, low: 220, high: 220 });
});

test("today's usage counts, even if it is more than usual", () => {
  const given = [...days("2025-07-01", 78, onWorkdays), { day: "2025-09-17", value: 35 }];
  expect(forecast(given, "2025-09-17")).toMatchObject({ soFar: 155, expected: 245 });
});

test("the range is wider the more days differ and the more of them are left, and never below what is used", () => {
  const given = (most: number) => days("2025-06-01", 92, (_, number) => 20 + ((number * 7) % most));
  const calm = forecast(given(3), "2025-09-02");
  const wild = forecast(given(19), "2025-09-02");
  const late = forecast(
    days("2025-06-01", 120, (_, number) => 20 + ((number * 7) % 19)),
    "2025-09-29",
  );
  const width = (one: typeof calm) => (one ? one.high - one.low : 0);
  expect(width(calm)).toBeLessThan(width(wild));
  expect(width(late)).toBeLessThan(width(wild));
  expect(late?.low).toBeGreaterThanOrEqual(late?.soFar ?? Number.NaN);
});

test("less than four weeks have no forecast", () => {
  expect(
    forecast(
      days("2025-08-21", 27, () => 1),
      "2025-09-17",
    ),
  ).toBeUndefined();
  expect(
    forecast(
      days("2025-08-20", 28, () => 1),
      "2025-09-17",
    ),
  ).toMatchObject({ soFar: 16, expected: 30 });
  expect(forecast([], "2025-09-17")).toBeUndefined();
});

test("last month's forecast of the same day is compared with its usage", () => {
  const given = days("2025-07-01", 78, (day) => (day < "2025-08-20" ? 1 : 2));
  expect(lastForecast(given, "2025-09-17")).toEqual({ expected: 31, low: 31, high: 31, came: 43 });
  // October 31st is compared with September 30th, the end of the month.
  expect(
    lastForecast(
      days("2025-07-01", 122, () => 1),
      "2025-10-31",
    ),
  ).toMatchObject({ expected: 30, came: 30 });
  expect(
    lastForecast(
      days("2025-07-21", 58, () => 1),
      "2025-09-17",
    ),
  ).toBeUndefined();
});

test("days without a value are 0, from the first that has one to yesterday", () => {
  const given = [
    { day: "2025-02-28", value: 3 },
    { day: "2025-03-02", value: 5 },
  ];
  expect(wholeDays(given, "2025-03-02")).toEqual([
    { day: "2025-02-28", value: 3 },
    { day: "2025-03-01", value: 0 },
  ]);
});
