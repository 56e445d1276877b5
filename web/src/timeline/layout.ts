import { dateIn } from "../calendar/calendar";

/** The properties of a task that the layout depends on. */
export interface Listed {
  id: string;
  /** The width divided by the height of its picture, or of the requested picture. */
  ratio: number;
  /** When it was created, in milliseconds. */
  time: number;
}

/** A day's tasks in a row, from the place `from` in the list up to the place `to`, excluded. */
export interface DayInRow {
  /** In days since 1970, in the reader's time zone. */
  date: number;
  from: number;
  to: number;
  /** In pixels, `left` from the list's left edge. */
  left: number;
  width: number;
  /** Whether the day begins here, below its heading. */
  begins: boolean;
}

/** Tasks side by side, of one or several days. */
export interface Row {
  from: number;
  to: number;
  /** The height of its tasks, and of the headings above them. */
  height: number;
  headings: number;
  days: DayInRow[];
  /** The index of its section. */
  section: number;
}

/** The rows of a month, from `first` to `last`, both included; or all rows if the list is not dated. */
export interface Section {
  /** The month's first date, in days since 1970; null if it has no heading. */
  month: number | null;
  first: number;
  last: number;
}

export interface Shape {
  view: "gallery" | "list";
  /** Whether tasks are grouped by the month and day of their creation. */
  dated: boolean;
  width: number;
  /** The height of a row in pixels; approximate for rows of pictures. */
  height: number;
  gap: number;
  /** The height of the bar above the rows: the month, or the headings of columns. */
  barHeight: number;
  /** The height of a day's heading, and its minimum width. */
  dayHeight: number;
  dayWidth: number;
}

interface Day {
  date: number;
  ratios: number[];
}

/** A row before its place in the list is known. */
interface Filled {
  height: number;
  days: { date: number; count: number; left: number; width: number }[];
}

const dayMs = 86_400_000;
/** The maximum and minimum height of a row, as a factor of the requested one, so that it fits the width. */
const maxStretch = 1.15;
const minStretch = 0.8;
/** Pixels between days that are side by side. */
const betweenDays = 20;

/**
 * Lays the tasks out in rows of pictures that fill the width, or of one task each. A day begins below its heading. Days
 * with few pictures share a row. The list grows at both ends, so the layout starts at the place `begin`, and visible
 * tasks do not move.
 */
export function layOut(tasks: Listed[], begin: number, shape: Shape): { rows: Row[]; sections: Section[] } {
  const upwards = bandsOf(daysOf(tasks.slice(0, begin), shape).reverse(), shape);
  const above = upwards.map((band) => band.toReversed()).reverse();
  const below = bandsOf(daysOf(tasks.slice(begin), shape), shape);
  const rows: Row[] = [];
  const sections: Section[] = [];
  // Earlier tasks of the first day may follow, so its rows are filled from their end.
  for (const [place, band] of [...above, ...below].entries())
    for (const row of rowsOf(band, shape, place === 0 && begin > 0)) add(row, rows, sections, shape);
  return { rows, sections };
}

function daysOf(tasks: Listed[], { dated }: Shape): Day[] {
  const days: Day[] = [];
  for (const { time, ratio } of tasks) {
    const date = dated ? dateOf(time) : 0;
    const last = days.at(-1);
    if (last?.date === date) last.ratios.push(ratio);
    else days.push({ date, ratios: [ratio] });
  }
  return days;
}

/** Groups neighbouring days of a month, in either order, that have room side by side. */
function bandsOf(days: Day[], shape: Shape): Day[][] {
  const bands: Day[][] = [];
  for (const day of days) {
    const band = bands.at(-1);
    const isNear = band?.[0] && monthOf(band[0].date) === monthOf(day.date);
    if (isNear && hasRoom([...band, day], shape)) band.push(day);
    else bands.push([day]);
  }
  return bands;
}

const hasRoom = (days: Day[], shape: Shape) => widthOf(days, shape.height * minStretch, shape) <= shape.width;

function rowsOf(band: Day[], shape: Shape, upwards: boolean): Filled[] {
  const [day] = band;
  if (!day) return [];
  if (shape.dated && hasRoom(band, shape)) return [sideBySide(band, shape)];
  const filled = upwards ? fill(day.ratios.toReversed(), shape).reverse() : fill(day.ratios, shape);
  return filled.map(({ count, height }) => ({
    height,
    days: [{ date: day.date, count, left: 0, width: shape.width }],
  }));
}

/** Several days in one row, which fills the width if its height then is close to the requested one. */
function sideBySide(days: Day[], shape: Shape): Filled {
  let height = Math.floor(shape.height * maxStretch);
  while (widthOf(days, height, shape) > shape.width) height -= 1;
  if (height === Math.floor(shape.height * maxStretch)) height = shape.height;
  let left = 0;
  return {
    height,
    days: days.map((day) => {
      const width = widthOf([day], height, shape);
      const placed = { date: day.date, count: day.ratios.length, left, width };
      left += width + betweenDays;
      return placed;
    }),
  };
}

function fill(ratios: number[], { view, width, height, gap }: Shape): { count: number; height: number }[] {
  if (view === "list") return ratios.map(() => ({ count: 1, height }));
  const rows = [];
  let count = 0;
  let together = 0;
  for (const ratio of ratios) {
    count += 1;
    together += ratio;
    const filling = (width - (count - 1) * gap) / together;
    if (filling > height * maxStretch) continue;
    rows.push({ count, height: Math.floor(filling) });
    count = 0;
    together = 0;
  }
  if (count > 0) rows.push({ count, height });
  return rows;
}

/** Adds a row after the others, with the headings of the days, and of the month, that begin with it. */
function add({ height, days }: Filled, rows: Row[], sections: Section[], shape: Shape): void {
  const before = rows.at(-1);
  let from = before?.to ?? 0;
  const placed = days.map(({ count, ...day }) => {
    const begins = shape.dated && before?.days.at(-1)?.date !== day.date;
    from += count;
    return { ...day, from: from - count, to: from, begins };
  });
  const month = shape.dated ? monthOf(placed[0]?.date ?? 0) : null;
  const section = sections.at(-1);
  const isNew = section?.month !== month;
  if (isNew) sections.push({ month, first: rows.length, last: rows.length });
  else section.last = rows.length;
  rows.push({
    from: before?.to ?? 0,
    to: from,
    height,
    headings:
      (isNew && month !== null ? shape.barHeight : 0) +
      (placed.some(({ begins }) => begins) ? shape.dayHeight : 0),
    days: placed,
    section: sections.length - 1,
  });
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** The width of days side by side with pictures of this height, each day at least as wide as its heading. */
function widthOf(days: Day[], height: number, { gap, dayWidth }: Shape): number {
  const widths = days.map(({ ratios }) => sum(ratios) * height + (ratios.length - 1) * gap);
  return sum(widths.map((width) => Math.max(width, dayWidth))) + (days.length - 1) * betweenDays;
}

interface Placed {
  id: string;
  /** Its place in the list. */
  place: number;
  /** In pixels, `left` from the list's left edge. */
  left: number;
  width: number;
}

/** The positions of a row's tasks. */
export const placesIn = (row: Row, tasks: Listed[], shape: Shape): Placed[] =>
  row.days.flatMap((day) => placesOf(day, row, tasks, shape));

/** The positions of a day's tasks in a row. */
export function placesOf(day: DayInRow, row: Row, tasks: Listed[], { view, width, gap }: Shape): Placed[] {
  const placed = tasks.slice(day.from, day.to);
  const filling = (width - (placed.length - 1) * gap) / sum(placed.map(({ ratio }) => ratio));
  // The height is a whole number, yet a full row fills the width to the last pixel.
  const isFull = row.days.length === 1 && filling < row.height + 1;
  let { left } = day;
  return placed.map(({ id, ratio }, index) => {
    const itsWidth = view === "list" ? width : ratio * (isFull ? filling : row.height);
    left += itsWidth + gap;
    return { id, place: day.from + index, left: left - itsWidth - gap, width: itsWidth };
  });
}

/** The days of the rows from `from` to `to`, both included, each with its part of each row. */
export function daysIn(rows: Row[], from: number, to: number) {
  const found: { date: number; inRows: { index: number; row: Row; day: DayInRow }[] }[] = [];
  for (const [place, row] of rows.slice(from, to + 1).entries())
    for (const day of row.days) {
      if (found.at(-1)?.date !== day.date) found.push({ date: day.date, inRows: [] });
      found.at(-1)?.inRows.push({ index: from + place, row, day });
    }
  return found;
}

/** The place to which an arrow key moves: the next in the row, or the nearest in the row above or below. */
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

/** The date of an instant, in days since 1970, in the reader's time zone. */
export function dateOf(time: number): number {
  return Date.parse(dateIn(undefined, time)) / dayMs;
}

/** The first date of a date's month, both in days since 1970. */
function monthOf(date: number): number {
  return date - new Date(date * dayMs).getUTCDate() + 1;
}

/** The places of the tasks of a day that begins in the row: the first, and the one after the last. */
export function placesOfDay(date: number, row: number, rows: Row[]): [number, number] {
  const inRow = (index: number) => rows[index]?.days.find((day) => day.date === date);
  let last = row;
  while (inRow(last + 1)) last += 1;
  return [inRow(row)?.from ?? 0, inRow(last)?.to ?? 0];
}

/** The ratio of a picture, or the requested one, such as `16:9`, limited to 0.4 to 2.5. */
export function ratioOf(
  image: { width: number | null; height: number | null } | null | undefined,
  asked: string | null,
): number {
  const [width, height] =
    image?.width && image.height ? [image.width, image.height] : (asked?.split(":") ?? []);
  const ratio = Number(width) / Number(height) || 1;
  return Math.min(Math.max(ratio, 0.4), 2.5);
}
