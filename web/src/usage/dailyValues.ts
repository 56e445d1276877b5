import { addDays } from "../calendar/calendar";

/** The usage on one calendar date. */
export interface DailyValue {
  day: string;
  value: number;
}

/** Every date from the first with a value to the day before `today`, in order; 0 where a date has no value. */
export function wholeDays(given: DailyValue[], today: string): DailyValue[] {
  const values = new Map(given.map(({ day, value }) => [day, value]));
  const days: DailyValue[] = [];
  const [first = today] = [...values.keys()].toSorted();
  for (let day = first; day < today; day = addDays(day, 1)) days.push({ day, value: values.get(day) ?? 0 });
  return days;
}

/** The weekday of a date, from 0 for Sunday to 6. */
export const weekday = (day: string) => new Date(day).getUTCDay();

export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
