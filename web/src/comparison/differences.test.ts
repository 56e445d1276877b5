import { expect, test } from "vitest";
import { parameterRows, row } from "./differences";

test("parameters are compared by their keys", () =>
  expect(parameterRows([{ seed: 1, steps: 20, size: { w: 1 } }, { steps: 20, seed: 2 }, null])).toEqual([
    { name: "seed", values: ["1", "2", ""], differs: true },
    { name: "steps", values: ["20", "20", ""], differs: true },
    { name: "size", values: [expect.stringContaining("1"), "", ""], differs: true },
  ]));

test("text that is the same in all does not differ", () => {
  expect(row("Model", ["flux", "flux"]).differs).toBe(false);
  expect(row("Model", ["flux", null]).differs).toBe(true);
  expect(row("Model", [null, false]).differs).toBe(false);
});
