import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { spanOf } from "./span";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const day = 24 * 60 * 60 * 1000;

test.each([
  ["DAY", "2025-09-18T12:00:00Z", "2025-08-20", "2025-09-20"],
  ["DAY", "2024-03-15T00:00:00Z", "2024-02-15", "2024-03-17"],
  ["DAY", "2025-12-31T23:59:59Z", "2025-12-02", "2026-01-02"],
  ["WEEK", "2025-09-18T12:00:00Z", "2025-03-21", "2025-09-20"],
  ["MONTH", "2025-09-18T12:00:00Z", "2024-10-01", "2025-09-20"],
  ["MONTH", "2025-12-31T12:00:00Z", "2025-01-01", "2026-01-02"],
  // No month before it has a 31st, and not each a 29th.
  ["MONTH", "2025-01-31T12:00:00Z", "2024-02-01", "2025-02-02"],
  ["MONTH", "2024-02-29T12:00:00Z", "2023-03-01", "2024-03-02"],
] as const)("%s at %s goes from %s to %s", (step, now, from, to) => {
  vi.setSystemTime(now);
  expect(spanOf(step)).toEqual({ from, to });
});

test("holds 30 days or 26 weeks with the current day, all year round", () => {
  for (let now = Date.parse("2024-01-01T06:00:00Z"); now < Date.parse("2025-01-01"); now += day) {
    vi.setSystemTime(now);
    const days = (from: string) => Math.floor((now - Date.parse(from)) / day) + 1;
    expect(days(spanOf("DAY").from)).toBe(30);
    expect(days(spanOf("WEEK").from)).toBe(26 * 7);
  }
});

test("counts in UTC, as the server does, wherever the reader is", () => {
  for (const zone of ["Pacific/Kiritimati", "Pacific/Niue"]) {
    vi.stubEnv("TZ", zone);
    vi.setSystemTime("2025-09-18T11:30:00Z");
    expect(spanOf("DAY")).toEqual({ from: "2025-08-20", to: "2025-09-20" });
  }
});
