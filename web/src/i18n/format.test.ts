import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createFormat } from "./format";

const english = createFormat("en");
const chinese = createFormat("zh-CN");

beforeEach(() => vi.stubEnv("TZ", "UTC"));
afterEach(() => vi.unstubAllEnvs());

test.each([
  [0, "0"],
  [-1234.5, "-1,234.5"],
  [9_007_199_254_740_991, "9,007,199,254,740,991"],
])("number %d is %j", (value, text) => expect(english.number(value)).toBe(text));

test.each([
  [0, "0%"],
  [2 / 3, "66.7%"],
  [0.9999, "100%"],
  [1, "100%"],
])("share %d is %j", (value, text) => expect(english.percent(value)).toBe(text));

test("sentences follow each other as the language has it", () => {
  expect(english.sentences("One.", false, "Two.")).toBe("One. Two.");
  expect(chinese.sentences("一。", undefined, "二。")).toBe("一。二。");
});

test("durations are in seconds, to a tenth", () => {
  expect([0, 40, 1500, 61_000, 3_600_000].map(english.duration)).toEqual([
    "0s",
    "0s",
    "1.5s",
    "61s",
    "3,600s",
  ]);
  expect(chinese.duration(1500)).toBe("1.5 秒");
});

describe("sizes", () => {
  test.each([
    [0, "0 byte"],
    [1023, "1,023 byte"],
    [1024, "1 kB"],
    [1536, "1.5 kB"],
    [5 * 1024 ** 2, "5 MB"],
    [1024 ** 3, "1 GB"],
    [1024 ** 4, "1 TB"],
    [5000 * 1024 ** 4, "5,000 TB"],
  ])("%d bytes are %j", (bytes, text) => expect(english.size(bytes)).toBe(text));

  test("never read as 1,024 of a unit that has a greater one", () => {
    expect(english.size(1024 ** 2 - 1)).toBe("1 MB");
    expect(english.size(1024 ** 3 - 1)).toBe("1 GB");
  });
});

test("instants are in the reader's zone, midnight as 00", () => {
  expect(english.dateTime("2025-09-18T00:05:00+00:00")).toBe("09/18/2025, 00:05");
  expect(chinese.dateTime("2025-09-18T23:59:59.999Z")).toBe("2025/09/18 23:59");
  vi.stubEnv("TZ", "Asia/Shanghai");
  expect(createFormat("zh-CN").dateTime("2025-09-18T23:59:59.999Z")).toBe("2025/09/19 07:59");
});

test("periods are written whole, and short", () => {
  expect(english.period("2025-09-15", "DAY")).toBe("Sep 15, 2025");
  expect(english.period("2025-12-29", "WEEK")).toBe("Dec 29, 2025\u2009–\u2009Jan 4, 2026");
  expect(chinese.period("2025-09-01", "MONTH")).toBe("2025年9月");
  expect(english.shortPeriod(Date.UTC(2025, 8, 1), "MONTH")).toBe("Sep");
  expect(chinese.shortPeriod(Date.UTC(2025, 8, 15), "WEEK")).toBe("9/15");
  expect([999, 12_345, 1_000_000].map(english.short)).toEqual(["999", "12.3K", "1M"]);
  expect(chinese.short(12_345)).toBe("1.2万");
});

test("a calendar date is the same everywhere", () => {
  for (const zone of ["Pacific/Kiritimati", "Pacific/Niue"]) {
    vi.stubEnv("TZ", zone);
    expect(createFormat("en").day("2025-09-18")).toBe("Sep 18, 2025");
    expect(createFormat("zh-CN").day("2025-09-18")).toBe("2025年9月18日");
  }
});

test("days have a year unless it is the current one", () => {
  vi.setSystemTime("2026-11-28T12:00:00Z");
  const day = (date: string) => Date.parse(date) / 86_400_000;
  expect(chinese.days(day("2026-11-27"))).toBe("11月27日星期五");
  expect(chinese.days(day("2026-11-22"), day("2026-11-28"))).toBe("11月22日 – 11月28日");
  expect(english.days(day("2026-11-27"))).toBe("Friday, November 27");
  expect(chinese.days(day("2025-11-27"))).toBe("2025年11月27日星期四");
  expect(english.days(day("2025-12-30"), day("2026-01-02"))).toBe("December 30, 2025 – January 2, 2026");
  expect([english, chinese].map((one) => one.month(day("2026-06-01")))).toEqual(["June", "6月"]);
  expect([english, chinese].map((one) => one.month(day("2025-06-01")))).toEqual(["June 2025", "2025年6月"]);
  const today = day("2026-11-28");
  const names = (one: typeof english) => [0, 1, 2].map((ago) => one.dayOfMonth(today - ago, today));
  expect(names(english)).toEqual(["Today", "Yesterday", "Thu, Nov 26"]);
  expect(names(chinese)).toEqual(["今天", "昨天", "11月26日周四"]);
  vi.useRealTimers();
});

test("money is exact, and a sum is as precise as its coins", () => {
  expect(english.money("0.0425", "USD")).toBe("$0.0425");
  expect(english.money("123456789012.123456", "USD")).toBe("$123,456,789,012.123456");
  expect(english.money("12", "JPY")).toBe("¥12");
  expect(["0", "0.4", "14.230417", "0.0039"].map((amount) => english.sum(amount, "USD"))).toEqual([
    "$0.00",
    "$0.40",
    "$14.23",
    "$0.0039",
  ]);
  expect(chinese.sum("1234.5", "CNY")).toBe("¥1,234.50");
});

test("a future time is relative to now", () => {
  vi.setSystemTime("2026-11-28T12:00:00Z");
  expect(english.fromNow("2026-11-28T12:05:10Z")).toBe("in 5 minutes");
  expect(english.fromNow("2026-11-28T11:59:00Z")).toBe("in 1 minute");
  expect(chinese.fromNow("2026-11-28T15:00:00Z")).toBe("3 小时后");
  expect(english.fromNow("2026-12-08T12:00:00Z")).toBe("in 10 days");
  vi.useRealTimers();
});
