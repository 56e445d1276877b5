export type Format = ReturnType<typeof createFormat>;

/** Numbers, dates and sizes as the language writes them. */
export function createFormat(language: string) {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const seconds = new Intl.NumberFormat(language, {
    style: "unit",
    unit: "second",
    unitDisplay: "narrow",
    maximumFractionDigits: 1,
  });
  const dateTime = new Intl.DateTimeFormat(language, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });

  return {
    number: (value: number) => number.format(value),
    percent: (value: number) => percent.format(value),
    duration: (milliseconds: number) => seconds.format(milliseconds / 1000),
    dateTime: (instant: string) => dateTime.format(new Date(instant)),
    /** Of a calendar date, `2025-09-18`. */
    day: (date: string) => day.format(new Date(date)),
    size(bytes: number) {
      const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
      const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), units.length - 1);
      return new Intl.NumberFormat(language, {
        style: "unit",
        unit: units[power] as string,
        maximumFractionDigits: 1,
      }).format(bytes / 1024 ** power);
    },
  };
}
