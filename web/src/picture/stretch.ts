/** As many tasks are asked for at once. */
export const pageSize = 20;
/** As many pages stay in memory on either side of the one with the task that is shown. */
const kept = 2;

export type Side = "before" | "after";

export interface Page {
  /** The side that it was fetched to, and from where; null for the task that was opened. */
  from: { side: Side; cursor: string } | null;
  tasks: { id: string; cursor: string }[];
}

/** Some tasks of a list, one after the other, and how many there are on either side of them. */
export interface Stretch {
  pages: Page[];
  more: Record<Side, number>;
}

/** The cursor from which it goes on to a side. */
export function edge({ pages }: Stretch, side: Side): string | undefined {
  return side === "before" ? pages[0]?.tasks[0]?.cursor : pages.at(-1)?.tasks.at(-1)?.cursor;
}

/** With the tasks that were found on a side from a cursor, unless that is no longer its edge. */
export function extended<S extends Stretch>(stretch: S, side: Side, cursor: string, tasks: Page["tasks"]): S {
  if (edge(stretch, side) !== cursor) return stretch;
  const left = tasks.length < pageSize ? 0 : Math.max(stretch.more[side] - tasks.length, 0);
  const more = { ...stretch.more, [side]: left };
  if (tasks.length === 0) return { ...stretch, more };
  const page = { from: { side, cursor }, tasks };
  return { ...stretch, more, pages: side === "before" ? [page, ...stretch.pages] : [...stretch.pages, page] };
}

/** Without the pages that are far from a task; `gone` are tasks that no longer count. */
export function shortened<S extends Stretch>(
  stretch: S,
  id: string,
  gone: ReadonlySet<string>,
): { stretch: S; dropped: Page[] } {
  const here = stretch.pages.findIndex(({ tasks }) => tasks.some((task) => task.id === id));
  const before = stretch.pages.slice(0, Math.max(here - kept, 0));
  const after = stretch.pages.slice(here + kept + 1);
  if (here === -1 || before.length + after.length === 0) return { stretch, dropped: [] };
  const count = (pages: Page[]) =>
    pages.flatMap(({ tasks }) => tasks).filter(({ id }) => !gone.has(id)).length;
  return {
    dropped: [...before, ...after],
    stretch: {
      ...stretch,
      pages: stretch.pages.slice(before.length, here + kept + 1),
      more: {
        before: stretch.more.before + count(before),
        after: stretch.more.after + count(after),
      },
    },
  };
}
