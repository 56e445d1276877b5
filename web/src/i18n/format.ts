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
      let [value, unit] = [bytes, "byte"];
      for (const greater of ["kilobyte", "megabyte", "gigabyte", "terabyte"]) {
        // What is more would be written as 1,024.
        if (value < 1023.95) break;
        [value, unit] = [value / 1024, greater];
      }
      return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
    },
  };
}
