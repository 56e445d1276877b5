/** A month on the rail, where places run from 0, the newest, to 1. */
export interface Month {
  /** Its first date, `2025-09-01`. */
  date: string;
  tasks: number;
  begin: number;
  end: number;
  /** When it begins and ends, in milliseconds. The oldest begins with the oldest task, the current one ends now. */
  since: number;
  until: number;
}

/** The minimum share of the rail of a month, so that it can be pressed. */
const minShare = 0.02;

/** The months that have tasks, newest first, each with its share of the rail. */
export function monthsOf(history: { periodDate: string | null; totalTasks: number }[], oldest = 0): Month[] {
  const months = history.flatMap(({ periodDate, totalTasks }) =>
    periodDate && totalTasks > 0 ? [{ date: periodDate, tasks: totalTasks }] : [],
  );
  const all = months.reduce((sum, { tasks }) => sum + tasks, 0);
  const weights = months.map(({ tasks }) => Math.max(tasks / all, minShare)).reverse();
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let begin = 0;
  return months.reverse().map((month, place) => {
    const end = begin + (weights[place] ?? 0) / sum;
    const next = new Date(month.date);
    next.setUTCMonth(next.getUTCMonth() + 1);
    const since = Math.max(Date.parse(month.date), oldest);
    const placed = { ...month, begin, end, since, until: Math.min(next.getTime(), Date.now()) };
    begin = end;
    return placed;
  });
}

/** The instant at a place on the rail. */
export function instantAt(place: number, months: Month[]): number {
  const month = months.find(({ end }) => place < end) ?? months.at(-1);
  if (!month) return Date.now();
  const share = (place - month.begin) / (month.end - month.begin);
  return month.until - Math.min(Math.max(share, 0), 1) * (month.until - month.since);
}

/** The place of an instant on the rail. */
export function placeOf(instant: number, months: Month[]): number {
  const month = months.find(({ since }) => since <= instant) ?? months.at(-1);
  if (!month) return 0;
  const { since, until } = month;
  const share = Math.min(Math.max((until - instant) / (until - since), 0), 1);
  return month.begin + share * (month.end - month.begin);
}
