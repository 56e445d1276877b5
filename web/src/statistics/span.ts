import { addDays } from "../calendar/calendar";

/** The steps of the chart of all time. The chart of a week or a month has days. */
export const allTimeSteps = ["MONTH", "WEEK", "DAY"] as const;
export type Step = (typeof allTimeSteps)[number];
/** The minimum number of months shown. */
export const shownMonths = 12;

const lengths = { DAY: 30, WEEK: 26, MONTH: 120 };

/** The range of dates of the latest days, weeks or months, including today's; `to` is excluded. */
export function spanOf(step: Step, today: string): { from: string; to: string } {
  return { from: firstOf(step, today), to: addDays(today, 1) };
}

function firstOf(step: Step, today: string): string {
  if (step === "DAY") return addDays(today, 1 - lengths.DAY);
  if (step === "WEEK") return addDays(today, 1 - 7 * lengths.WEEK);
  const first = new Date(today);
  first.setUTCMonth(first.getUTCMonth() - lengths.MONTH + 1, 1);
  return first.toISOString().slice(0, 10);
}

export function lastDayOf(step: Step, first: string): string {
  if (step === "DAY") return first;
  if (step === "WEEK") return addDays(first, 6);
  const next = new Date(first);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return addDays(next.toISOString().slice(0, 10), -1);
}

/** The first day of the day, week or month of a date; weeks begin on Monday. */
export function startOf(period: "DAY" | "WEEK" | "MONTH", today: string): string {
  if (period === "DAY") return today;
  return period === "MONTH"
    ? `${today.slice(0, 7)}-01`
    : addDays(today, -((new Date(today).getUTCDay() + 6) % 7));
}
