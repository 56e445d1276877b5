/** The number of tasks fetched at once. */
export const pageSize = 20;
/** The number of pages on each side of the shown task's page that stay in memory. */
const pagesKept = 2;

export type Side = "before" | "after";

export interface Page {
  /** The side of the list on which it was fetched, and from which cursor; null for the opened task. */
  from: { side: Side; cursor: string } | null;
  tasks: { id: string; cursor: string }[];
}

/** A part of the list without gaps, and the number of tasks before and after it. */
export interface Stretch {
  pages: Page[];
  more: Record<Side, number>;
}

/** The cursor from which to continue on a side. */
export function edge({ pages }: Stretch, side: Side): string | undefined {
  return side === "before" ? pages[0]?.tasks[0]?.cursor : pages.at(-1)?.tasks.at(-1)?.cursor;
}

/** The stretch with the tasks found on a side after a cursor; unchanged if the cursor is no longer its edge. */
export function extended<S extends Stretch>(stretch: S, side: Side, cursor: string, tasks: Page["tasks"]): S {
  if (edge(stretch, side) !== cursor) return stretch;
  const left = tasks.length < pageSize ? 0 : Math.max(stretch.more[side] - tasks.length, 0);
  const more = { ...stretch.more, [side]: left };
  if (tasks.length === 0) return { ...stretch, more };
  const page = { from: { side, cursor }, tasks };
  return { ...stretch, more, pages: side === "before" ? [page, ...stretch.pages] : [...stretch.pages, page] };
}

/** The stretch without the pages far from the task. `gone` contains the deleted tasks. */
export function shortened<S extends Stretch>(
  stretch: S,
  id: string,
  gone: ReadonlySet<string>,
): { stretch: S; dropped: Page[] } {
  const here = stretch.pages.findIndex(({ tasks }) => tasks.some((task) => task.id === id));
  const before = stretch.pages.slice(0, Math.max(here - pagesKept, 0));
  const after = stretch.pages.slice(here + pagesKept + 1);
  if (here === -1 || before.length + after.length === 0) return { stretch, dropped: [] };
  const count = (pages: Page[]) =>
    pages.flatMap(({ tasks }) => tasks).filter(({ id }) => !gone.has(id)).length;
  return {
    dropped: [...before, ...after],
    stretch: {
      ...stretch,
      pages: stretch.pages.slice(before.length, here + pagesKept + 1),
      more: {
        before: stretch.more.before + count(before),
        after: stretch.more.after + count(after),
      },
    },
  };
}
