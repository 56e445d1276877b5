/** The date of an instant, by default now, such as `2025-09-18`, in the given time zone or else the reader's. */
export function dateIn(timeZone: string | undefined, instant: number = Date.now()): string {
  return dates(timeZone).format(instant);
}

/** Adds days to a date, or to the UTC date of an instant. */
export function addDays(date: string, days: number): string {
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** The first instant of the date in the time zone; a later one where clocks skip midnight. */
export function startOfDay(date: string, timeZone: string): string {
  const { format } = dates(timeZone);
  const aDay = 24 * 60 * 60 * 1000;
  let [before, after] = [Date.parse(date) - aDay, Date.parse(date) + aDay];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (format(middle) < date) before = middle;
    else after = middle;
  }
  return new Date(after).toISOString();
}

/** The range of instants that covers these dates, the last one included. */
export function instantsOf(first: string, last: string, timeZone: string) {
  return { gte: startOfDay(first, timeZone), lt: startOfDay(addDays(last, 1), timeZone) };
}

/** The name of a time zone whose days begin at other times than the reader's, in summer or winter; else undefined. */
export function foreignName(timeZone: string, language: string): string | undefined {
  const now = Date.now();
  const differs = [now, now + 182 * 24 * 60 * 60 * 1000].some(
    (instant) => part("longOffset", "en", instant, timeZone) !== part("longOffset", "en", instant),
  );
  const name = part("longGeneric", language, now, timeZone);
  // Some zones have no name, only an offset.
  return differs ? (name?.startsWith("GMT") ? timeZone : name) : undefined;
}

function part(
  timeZoneName: "longOffset" | "longGeneric",
  language: string,
  instant: number,
  timeZone?: string,
): string | undefined {
  return new Intl.DateTimeFormat(language, { timeZone, timeZoneName })
    .formatToParts(instant)
    .find(({ type }) => type === "timeZoneName")?.value;
}

const formats = new Map<string | undefined, Intl.DateTimeFormat>();

/**
 * A format that writes dates as in Sweden, which is ISO 8601. Formats are cached: creating one takes as long as
 * writing a thousand dates.
 */
function dates(timeZone: string | undefined): Intl.DateTimeFormat {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short" });
  formats.set(timeZone, format);
  return format;
}
