import { addDays } from "../../calendar/calendar";

/** The weeks of a date's month, which begin on the given weekday, 1 (Monday) to 7 (Sunday). */
export function weeksOf(date: string, firstWeekday: number): (string | null)[][] {
  const first = `${date.slice(0, 8)}01`;
  const before = (new Date(first).getUTCDay() - firstWeekday + 7) % 7;
  const weeks: (string | null)[][] = [];
  for (let place = -before, day = first; day.slice(0, 7) === date.slice(0, 7); place += 1) {
    if ((place + before) % 7 === 0) weeks.push([]);
    weeks.at(-1)?.push(place < 0 ? null : day);
    if (place >= 0) day = addDays(day, 1);
  }
  return weeks;
}

/** The same day some months later, or the last day of a shorter month. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  last.setUTCDate(Math.min(day, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

/** The weekday on which weeks begin where the language is spoken, 1 for Monday. */
export function firstWeekdayOf(language: string): number {
  const locale = new Intl.Locale(language).maximize() as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}
