import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { addDays, dateIn, foreignName, startOfDay } from "./calendar";

test.each([
  ["Asia/Shanghai", "2025-09-18T16:30:00Z", "2025-09-19"],
  ["America/New_York", "2025-09-18T03:30:00Z", "2025-09-17"],
  ["UTC", "1970-01-01T00:00:00Z", "1970-01-01"],
])("in %s the date at %s is %s", (zone, instant, date) => {
  expect(dateIn(zone, Date.parse(instant))).toBe(date);
});

test.each([
  ["2025-03-31", -1, "2025-03-30"],
  ["2025-03-01", -1, "2025-02-28"],
  ["2024-03-01", -1, "2024-02-29"],
  ["2025-01-05", -89, "2024-10-08"],
  ["2025-12-31", 1, "2026-01-01"],
])("%s and %i days is %s", (date, days, other) => expect(addDays(date, days)).toBe(other));

describe("a day begins", () => {
  test.each([
    ["2025-09-18", "UTC", "2025-09-18T00:00:00.000Z"],
    ["2025-09-18", "Asia/Shanghai", "2025-09-17T16:00:00.000Z"],
    ["2025-09-18", "Asia/Kolkata", "2025-09-17T18:30:00.000Z"],
    ["2025-09-18", "Pacific/Kiritimati", "2025-09-17T10:00:00.000Z"],
    ["2025-09-18", "Etc/GMT+12", "2025-09-18T12:00:00.000Z"],
    ["1900-01-01", "Asia/Shanghai", "1899-12-31T15:54:17.000Z"],
    ["9999-12-31", "America/Los_Angeles", "9999-12-31T08:00:00.000Z"],
    ["9999-12-31", "Pacific/Kiritimati", "9999-12-30T10:00:00.000Z"],
    // The days before and after have 23 and 25 hours.
    ["2025-03-30", "Europe/Berlin", "2025-03-29T23:00:00.000Z"],
    ["2025-03-31", "Europe/Berlin", "2025-03-30T22:00:00.000Z"],
    ["2025-10-27", "Europe/Berlin", "2025-10-26T23:00:00.000Z"],
    // The first of these days has no midnight, and the second was skipped as a whole.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ])("%s in %s at %s", (date, zone, instant) => expect(startOfDay(date, zone)).toBe(instant));
});

describe("a time zone is named", () => {
  beforeEach(() => vi.stubEnv("TZ", "Asia/Shanghai"));
  afterEach(() => vi.unstubAllEnvs());

  test.each([
    ["Asia/Shanghai", "en", undefined],
    ["Asia/Taipei", "en", undefined],
    ["UTC", "en", "UTC"],
    ["Europe/Berlin", "en", "Central European Time"],
    ["Europe/Berlin", "zh-CN", "中欧时间"],
  ])("%s in %s as %j", (zone, language, name) => expect(foreignName(zone, language)).toBe(name));

  test("where it differs for a part of the year alone", () => {
    vi.stubEnv("TZ", "Africa/Lagos");
    expect(foreignName("Europe/Berlin", "en")).toBe("Central European Time");
  });
});
