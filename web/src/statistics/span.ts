export const steps = ["DAY", "WEEK", "MONTH"] as const;
export type Step = (typeof steps)[number];

const lengths = { DAY: 30, WEEK: 26, MONTH: 12 };

/** The last so many days, weeks or months, the current one included. */
export function spanOf(step: Step): { from: string; to: string } {
  const today = new Date(new Date().toISOString().slice(0, 10));
  const from = new Date(today);
  if (step === "DAY") from.setUTCDate(from.getUTCDate() - lengths.DAY + 1);
  if (step === "WEEK") from.setUTCDate(from.getUTCDate() - 7 * lengths.WEEK + 1);
  if (step === "MONTH") from.setUTCMonth(from.getUTCMonth() - lengths.MONTH + 1, 1);
  const to = new Date(today);
  // The server's day may already be the next one.
  to.setUTCDate(to.getUTCDate() + 2);
  return { from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) };
}
