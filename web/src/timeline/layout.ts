import { dateIn } from "../calendar/calendar";

/** The task's properties that the layout depends on. */
export interface Listed {
  id: string;
  /** The width divided by the height of its picture, or of the picture that was asked for. */
  ratio: number;
  /** When it was created, in milliseconds. */
  time: number;
}

/** Tasks side by side: from the place `from` in the list up to, and without, the place `to`. */
export interface Row {
  from: number;
  to: number;
  height: number;
  /** The index of its section. */
  section: number;
}

/** The rows below one heading, from `first` to `last`, both included: those of a day, or of a few days. */
export interface Section {
  /** Dates in days since 1970. */
  newest: number;
  oldest: number;
  first: number;
  last: number;
}

export interface Shape {
  view: "gallery" | "list";
  width: number;
  /** The height of a row in pixels. Rows of pictures come close to it. */
  height: number;
  gap: number;
  /** The time zone in which days begin. */
  timeZone: string | undefined;
}

interface Days {
  newest: number;
  oldest: number;
  ratios: number[];
}

/**
 * Lays the tasks out below their dates: in rows of pictures that fill the width, or of one task each. The
 * list grows at both ends, so the layout begins at the place `begin`, and what is in sight does not move.
 */
export function layOut(tasks: Listed[], begin: number, shape: Shape): { rows: Row[]; sections: Section[] } {
  const above = together(daysOf(tasks.slice(0, begin), shape).reverse(), shape).reverse();
  const below = together(daysOf(tasks.slice(begin), shape), shape);
  const rows: Row[] = [];
  const sections: Section[] = [];
  let from = 0;
  for (const { newest, oldest, ratios } of [...above, ...below]) {
    const first = rows.length;
    // Above `begin` rows are filled from their end, since more tasks may come before the first.
    const upwards = first === 0 && begin > 0;
    for (const { count, height } of upwards
      ? fill(ratios.toReversed(), shape).reverse()
      : fill(ratios, shape)) {
      rows.push({ from, to: from + count, height, section: sections.length });
      from += count;
    }
    sections.push({ newest, oldest, first, last: rows.length - 1 });
  }
  return { rows, sections };
}

function daysOf(tasks: Listed[], { timeZone }: Shape): Days[] {
  const days: Days[] = [];
  for (const { time, ratio } of tasks) {
    const date = dateOf(time, timeZone);
    const last = days.at(-1);
    if (last?.newest === date) last.ratios.push(ratio);
    else days.push({ newest: date, oldest: date, ratios: [ratio] });
  }
  return days;
}

/** Joins neighbouring days, given in either order, whose pictures do not fill two rows. */
function together(days: Days[], { view, width, height }: Shape): Days[] {
  const isShort = ({ ratios }: Days) => ratios.reduce((sum, ratio) => sum + ratio, 0) * height < 2 * width;
  const joined: Days[] = [];
  for (const day of days) {
    const last = joined.at(-1);
    if (view === "list" || !last || !isShort(last) || !isShort(day)) joined.push(day);
    else {
      const [newer, older] = day.newest > last.newest ? [day, last] : [last, day];
      joined[joined.length - 1] = {
        newest: newer.newest,
        oldest: older.oldest,
        ratios: [...newer.ratios, ...older.ratios],
      };
    }
  }
  return joined;
}

function fill(ratios: number[], { view, width, height, gap }: Shape): { count: number; height: number }[] {
  if (view === "list") return ratios.map(() => ({ count: 1, height }));
  const rows = [];
  let count = 0;
  let sum = 0;
  for (const ratio of ratios) {
    count += 1;
    sum += ratio;
    const filling = (width - (count - 1) * gap) / sum;
    if (filling > height * 1.15) continue;
    rows.push({ count, height: Math.floor(filling) });
    count = 0;
    sum = 0;
  }
  if (count > 0) rows.push({ count, height });
  return rows;
}

/** The position and width of each task in a row. */
export function placesIn(
  row: Row,
  tasks: Listed[],
  { view, width, gap }: Shape,
): { id: string; left: number; width: number }[] {
  const placed = tasks.slice(row.from, row.to);
  const filling = (width - (placed.length - 1) * gap) / placed.reduce((sum, { ratio }) => sum + ratio, 0);
  // A row that fills the width does so to the last pixel, although its height is whole.
  const height = filling < row.height + 1 ? filling : row.height;
  let left = 0;
  return placed.map(({ id, ratio }) => {
    const place = { id, left, width: view === "list" ? width : ratio * height };
    left += place.width + gap;
    return place;
  });
}

/**
 * The place in the list to which an arrow key leads: the next one in the row, or the nearest in the row above
 * or below.
 */
export function placeBeside(
  place: number,
  key: string,
  rows: Row[],
  tasks: Listed[],
  shape: Shape,
): number | undefined {
  if (key === "ArrowLeft") return place - 1;
  if (key === "ArrowRight") return place + 1;
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  const index = rows.findIndex(({ from, to }) => from <= place && place < to);
  const [row, next] = [rows[index], rows[index + (step ?? 0)]];
  if (!step || !row || !next) return undefined;
  const middles = (one: Row) => placesIn(one, tasks, shape).map(({ left, width }) => left + width / 2);
  const here = middles(row)[place - row.from] ?? 0;
  const distances = middles(next).map((middle) => Math.abs(middle - here));
  return next.from + distances.indexOf(Math.min(...distances));
}

/**
 * The date of an instant, in days since 1970, in the time zone; in the reader's until the server's is known.
 */
export function dateOf(time: number, timeZone: string | undefined): number {
  return Date.parse(dateIn(timeZone, time)) / 86_400_000;
}

/**
 * The ratio of a picture, or the one that was asked for, such as `16:9`, within the limits of very wide and
 * very high ones.
 */
export function ratioOf(
  image: { width: number | null; height: number | null } | null | undefined,
  asked: string | null,
): number {
  const [width, height] =
    image?.width && image.height ? [image.width, image.height] : (asked?.split(":") ?? []);
  const ratio = Number(width) / Number(height) || 1;
  return Math.min(Math.max(ratio, 0.4), 2.5);
}
