/** A month on the rail, which runs from 0, the newest, to 1. */
export interface Month {
  /** Its first day, `2025-09-01`. */
  date: string;
  tasks: number;
  begin: number;
  end: number;
}

/** Months with few tasks have some of the rail, too, so that they can be pressed. */
const least = 0.02;

/** The months that have tasks, newest first, each with as much of the rail as it has of the tasks. */
export function monthsOf(history: { periodDate: string | null; totalTasks: number }[]): Month[] {
  const months = history.flatMap(({ periodDate, totalTasks }) =>
    periodDate && totalTasks > 0 ? [{ date: periodDate, tasks: totalTasks }] : [],
  );
  const all = months.reduce((sum, { tasks }) => sum + tasks, 0);
  const weights = months.map(({ tasks }) => Math.max(tasks / all, least)).reverse();
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let begin = 0;
  return months.reverse().map((month, place) => {
    const end = begin + (weights[place] ?? 0) / sum;
    const placed = { ...month, begin, end };
    begin = end;
    return placed;
  });
}

/** The instant at a place on the rail. */
export function instantAt(place: number, months: Month[]): number {
  const month = months.find(({ end }) => place < end) ?? months.at(-1);
  if (!month) return Date.now();
  const [first, next] = bounds(month);
  const share = (place - month.begin) / (month.end - month.begin);
  return next - Math.min(Math.max(share, 0), 1) * (next - first);
}

/** Where an instant is on the rail. */
export function placeOf(instant: number, months: Month[]): number {
  const month = months.find((one) => bounds(one)[0] <= instant) ?? months.at(-1);
  if (!month) return 0;
  const [first, next] = bounds(month);
  const share = Math.min(Math.max((next - instant) / (next - first), 0), 1);
  return month.begin + share * (month.end - month.begin);
}

/** A month that is not over ends now. */
function bounds({ date }: Month): [number, number] {
  const next = new Date(date);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return [Date.parse(date), Math.min(next.getTime(), Date.now())];
}
