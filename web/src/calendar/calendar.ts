/** The date that an instant has in a time zone, or else the reader's, `2025-09-18`; today's when none is given. */
export function dateIn(timeZone: string | undefined, instant: number = Date.now()): string {
  return dates(timeZone).format(instant);
}

/** Of a date, or of the UTC date of an instant, the one so many days later. */
export function addDays(date: string, days: number): string {
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** The first instant whose date in the time zone is the one given, or later where clocks pass it over. */
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

/** How a time zone other than the reader's is called; undefined of one whose days begin with theirs, all year. */
export function foreignName(timeZone: string, language: string): string | undefined {
  const now = Date.now();
  const differs = [now, now + 182 * 24 * 60 * 60 * 1000].some(
    (instant) => part("longOffset", "en", instant, timeZone) !== part("longOffset", "en", instant),
  );
  const name = part("longGeneric", language, now, timeZone);
  // Some have no name but their offset.
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

/** Sweden writes dates as ISO 8601 does. Kept, since one is made in the time of a thousand dates. */
function dates(timeZone: string | undefined): Intl.DateTimeFormat {
  const kept = formats.get(timeZone) ?? new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short" });
  formats.set(timeZone, kept);
  return kept;
}
