import { addDays } from "../calendar/calendar";

export const steps = ["DAY", "WEEK", "MONTH"] as const;
export type Step = (typeof steps)[number];

const lengths = { DAY: 30, WEEK: 26, MONTH: 12 };

/** The first and the last date of the latest days, weeks or months, including today's. */
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
