import { expect, test } from "vitest";
import { withRestored } from "./withRestored";

const task = (time: number) => ({ id: String(time), ratio: 1, time });
const pages = [
  [task(90), task(80)],
  [task(70), task(60)],
];
const whole = { fromNewest: true, toOldest: true };
const part = { fromNewest: false, toOldest: false };
const times = (...restored: number[]) =>
  withRestored(pages, restored.map(task), whole).map((page) => page.map(({ time }) => time));

test.each([
  [
    [85],
    [
      [90, 85, 80],
      [70, 60],
    ],
  ],
  [
    [75],
    [
      [90, 80],
      [75, 70, 60],
    ],
  ],
  [
    [100, 50],
    [
      [100, 90, 80],
      [70, 60, 50],
    ],
  ],
  [
    [82, 85, 83],
    [
      [90, 85, 83, 82, 80],
      [70, 60],
    ],
  ],
])("%j takes its place", (restored, expected) => expect(times(...restored)).toEqual(expected));

test("listed tasks, and those beyond the loaded pages, are left out", () => {
  expect(withRestored(pages, [task(80)], whole)).toBe(pages);
  expect(withRestored(pages, [task(100), task(50)], part)).toBe(pages);
  expect(withRestored(pages, [task(85)], part).flat()).toHaveLength(5);
});

test("the only task of a list is restored to it", () =>
  expect(withRestored([[]], [task(1)], whole)).toEqual([[task(1)]]));
