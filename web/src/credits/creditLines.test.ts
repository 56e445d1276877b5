import { expect, test } from "vitest";
import { creditLines } from "./creditLines";

const entry = (
  kind: "GRANT" | "HOLD" | "SETTLE" | "RELEASE",
  amount: number,
  available: number,
  held: number,
  taskId: string | null = null,
) => ({ kind, amount, available, held, taskId });

const whole = [
  entry("HOLD", -4, 92, 4, "d"),
  entry("RELEASE", 1, 96, 0, "c"),
  entry("SETTLE", 1, 95, 1, "b"),
  entry("HOLD", -1, 94, 4, "c"),
  entry("SETTLE", 0, 95, 3, "a"),
  entry("HOLD", -3, 95, 5, "b"),
  entry("HOLD", -2, 98, 2, "a"),
  entry("GRANT", 100, 100, 0),
];
const shown = (lines: typeof whole) => lines.map(({ kind, taskId, amount }) => [kind, taskId, amount]);

test("a task has one line, with the amount it took in the end", () => {
  expect(shown(creditLines(whole, true))).toEqual([
    ["HOLD", "d", -4],
    ["RELEASE", "c", 0],
    ["SETTLE", "b", -2],
    ["SETTLE", "a", -2],
    ["GRANT", null, 100],
  ]);
});

test("the oldest entry waits for the next page, since the balance before it is unknown", () => {
  expect(shown(creditLines(whole.slice(0, 5), false))).toEqual([
    ["HOLD", "d", -4],
    ["RELEASE", "c", 0],
    ["SETTLE", "b", -2],
  ]);
});
