export type Format = ReturnType<typeof createFormat>;

const dayMs = 86_400_000;
const isThisYear = (instant: number) => new Date(instant).getUTCFullYear() === new Date().getFullYear();

/** Creates functions that write numbers, dates and sizes as the language does. */
export function createFormat(language: string) {
  const number = new Intl.NumberFormat(language);
  const change = new Intl.NumberFormat(language, { signDisplay: "exceptZero" });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const seconds = new Intl.NumberFormat(language, {
    style: "unit",
    unit: "second",
    unitDisplay: "narrow",
    maximumFractionDigits: 1,
  });
  const dayCount = new Intl.NumberFormat(language, { style: "unit", unit: "day", unitDisplay: "long" });
  const minute = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  } as const;
  const dateTime = new Intl.DateTimeFormat(language, minute);
  const second = new Intl.DateTimeFormat(language, { ...minute, second: "2-digit" });
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const month = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" });
  const shortDay = new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", timeZone: "UTC" });
  const shortMonth = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
  const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(language);
  const money = (currency: string, digits: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(language, { style: "currency", currency, ...digits });
  const longDay = (year?: "numeric") => {
    const parts = { year, month: "long", day: "numeric", timeZone: "UTC" } as const;
    const weekday = new Intl.DateTimeFormat(language, { ...parts, weekday: "long" });
    return { weekday, date: new Intl.DateTimeFormat(language, parts) };
  };
  const [near, far] = [longDay(), longDay("numeric")];
  const dayOfMonth = new Intl.DateTimeFormat(language, {
    month: "short",
    day: "numeric",
    weekday: "short",
    timeZone: "UTC",
  });
  const nearBy = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

  return {
    number: (value: number) => number.format(value),
    /** A number of three or four digits, with a unit such as K from thousands on. */
    short: (value: number) => short.format(value),
    /** A number with its sign, even if it is positive. */
    change: (value: number) => change.format(value),
    percent: (value: number) => percent.format(value),
    /** Joins the sentences that are given. Chinese has no space between them. */
    sentences: (...all: (string | false | null | undefined)[]) =>
      all.filter(Boolean).join(language.startsWith("zh") ? "" : " "),
    /** Chinese words are separated from digits, as in all texts. */
    duration: (milliseconds: number) => seconds.format(milliseconds / 1000).replace("秒", " 秒"),
    /** An exact amount of money, given as the API returns it. */
    money: (amount: string, currency: string) =>
      money(currency, { maximumFractionDigits: 6 }).format(amount as Intl.StringNumericLiteral),
    /** A sum of money to the currency's smallest coin, or to two digits if it is below 0.1. */
    sum: (amount: string, currency: string) =>
      money(
        currency,
        Number(amount) > 0 && Number(amount) < 0.1 ? { maximumSignificantDigits: 2 } : {},
      ).format(amount as Intl.StringNumericLiteral),
    /** A future time relative to now, in minutes, hours or days. */
    fromNow(instant: string) {
      const minutes = Math.max(Math.round((Date.parse(instant) - Date.now()) / 60_000), 1);
      const [value, unit] =
        minutes < 90
          ? ([minutes, "minute"] as const)
          : minutes < 48 * 60
            ? ([Math.round(minutes / 60), "hour"] as const)
            : ([Math.round(minutes / 1440), "day"] as const);
      return relative.format(value, unit).replace(/(\d)(?=\p{Script=Han})/u, "$1 ");
    },
    dayCount: (days: number) => dayCount.format(days).replace("天", " 天"),
    dateTime: (instant: string) => dateTime.format(new Date(instant)),
    /** A date and time with seconds. */
    exactTime: (instant: string) => second.format(new Date(instant)),
    /** A calendar date, given as `2025-09-18`. */
    day: (date: string) => day.format(new Date(date)),
    /** The day, week or month that begins on a calendar date. */
    period(first: string, step: "DAY" | "WEEK" | "MONTH") {
      const start = new Date(first);
      if (step === "MONTH") return month.format(start);
      return step === "DAY" ? day.format(start) : day.formatRange(start, start.getTime() + 6 * dayMs);
    },
    shortPeriod: (first: number, step: "DAY" | "WEEK" | "MONTH") =>
      (step === "MONTH" ? shortMonth : shortDay).format(first),
    /** The month of a date, given in days since 1970. The current year is omitted. */
    month(date: number) {
      const first = date * dayMs;
      const name = month.format(first);
      return isThisYear(first) ? name.replace(/^\d+年| \d+$/, "") : name;
    },
    /** A date below its month's heading, with its weekday. It and `today` are in days since 1970. */
    dayOfMonth(date: number, today: number) {
      if (today - date !== 0 && today - date !== 1) return dayOfMonth.format(date * dayMs);
      const word = nearBy.format(date - today, "day");
      return word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
    },
    /** A date with its weekday, or a range of dates, in days since 1970. The current year is omitted. */
    days(oldest: number, newest = oldest) {
      const [from, to] = [oldest * dayMs, newest * dayMs];
      const { weekday, date } = isThisYear(from) ? near : far;
      return from === to ? weekday.format(from) : `${date.format(from)} – ${date.format(to)}`;
    },
    size(bytes: number) {
      let [value, unit] = [bytes, "byte"];
      for (const greater of ["kilobyte", "megabyte", "gigabyte", "terabyte"]) {
        // From here on, rounding would write 1,024.
        if (value < 1023.95) break;
        [value, unit] = [value / 1024, greater];
      }
      return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
    },
  };
}
