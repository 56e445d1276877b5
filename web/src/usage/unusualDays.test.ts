import { expect, test } from "vitest";
import { addDays } from "../calendar/calendar";
import { largestContributor, unusualDays } from "./unusualDays";

const quiet = Array.from({ length: 84 }, (_, number) => ({
  day: addDays("2025-06-30", number),
  value: number % 7 > 4 ? 4 : 100 + (number % 5),
}));
const today = addDays("2025-06-30", 84);
const changed = (day: string, value: number) => quiet.map((one) => (one.day === day ? { day, value } : one));

test("days like others of their weekday are not unusual, nor are weekends", () => {
  expect(unusualDays(quiet, today)).toEqual([]);
});

test.each([
  ["2025-09-10", 190, 102.5],
  ["2025-09-10", 0, 102],
  ["2025-09-13", 102, 4],
])("on %s, %d credits are unusual where %d are usual", (day, value, usual) => {
  expect(unusualDays(changed(day, value), today)).toEqual([{ day, value, usual }]);
});

test("a day without any task is unusual, today is not over", () => {
  const without = quiet.filter(({ day }) => day !== "2025-09-10");
  expect(unusualDays(without, today)).toMatchObject([{ day: "2025-09-10", value: 0 }]);
  expect(unusualDays([...quiet, { day: today, value: 0 }], today)).toEqual([]);
});

test("the newest comes first, and several do not hide each other", () => {
  const given = changed("2025-09-10", 900).map((one) =>
    one.day === "2025-08-13" ? { ...one, value: 500 } : one,
  );
  expect(unusualDays(given, today).map(({ day }) => day)).toEqual(["2025-09-10", "2025-08-13"]);
});

test("three weeks are too few", () => {
  expect(unusualDays(changed("2025-09-10", 900).slice(-21), today)).toEqual([]);
});

test("the model that differs most from its own days is named", () => {
  const before = [
    { modelVersion: "imagen-4", creditsDeducted: 2_000 },
    { modelVersion: null, creditsDeducted: 100 },
  ];
  const then = [
    { modelVersion: "imagen-4", creditsDeducted: 25 },
    { modelVersion: null, creditsDeducted: 31 },
  ];
  expect(largestContributor(then, before, 100)).toEqual({ model: null, difference: 30 });
  expect(largestContributor([], before, 100)).toEqual({ model: "imagen-4", difference: -20 });
  expect(largestContributor([], [], 100)).toBeUndefined();
});
