import type { TaskFilter } from "@task-record/client/schema.generated";
import { useCallback, useRef, useState } from "react";

/** All tasks that matched the filters at an instant, loaded or not, except some. */
export interface Everything {
  where: TaskFilter;
  at: string;
  except: ReadonlySet<string>;
}
export type Chosen = string[] | Everything;

interface State {
  where: TaskFilter;
  some: ReadonlySet<string>;
  everything: Everything | null;
}

/** The selected tasks: some by id, or all that match. `ids` gives the list's order. */
export function useSelection(where: TaskFilter, ids: string[]) {
  const [state, setState] = useState<State>(() => nothing(where));
  const { some, everything } = state.where === where ? state : nothing(where);
  const last = useRef<string>(undefined);
  const beforeDrag = useRef<ReadonlySet<string>>(new Set());
  const inOrder = useRef(ids);
  inOrder.current = ids;

  const mark = useCallback(
    (ids: Iterable<string>, on: boolean) =>
      setState((current) => {
        const { some, everything } = current.where === where ? current : nothing(where);
        if (everything)
          return { where, some, everything: { ...everything, except: changed(everything.except, ids, !on) } };
        return { where, some: changed(some, ids, on), everything };
      }),
    [where],
  );

  return {
    some,
    everything,
    any: everything !== null || some.size > 0,
    chosen: everything ?? [...some],
    /** The number of selected tasks, given the number that match. */
    count: (matching = 0) => (everything ? matching - everything.except.size : some.size),
    has: (id: string) => (everything ? !everything.except.has(id) : some.has(id)),
    mark,

    /** Selects one task; with `range`, all tasks from the one selected before. */
    select: useCallback(
      (id: string, on: boolean, range: boolean) => {
        mark(range && last.current ? between(inOrder.current, last.current, id) : [id], on);
        last.current = id;
      },
      [mark],
    ),

    /** Selects the tasks under a drag; with `adds`, in addition to those selected before it. */
    drag(ids: string[], adds: boolean, begins: boolean) {
      if (begins) beforeDrag.current = adds ? some : new Set();
      setState({ where, some: changed(beforeDrag.current, ids, true), everything: null });
    },

    selectEverything: () =>
      setState({
        where,
        some: new Set(),
        everything: { where, at: new Date().toISOString(), except: new Set() },
      }),

    clear: useCallback(() => setState((current) => nothing(current.where)), []),
  };
}

function nothing(where: TaskFilter): State {
  return { where, some: new Set(), everything: null };
}

function changed(set: ReadonlySet<string>, ids: Iterable<string>, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}

function between(ids: string[], one: string, other: string): string[] {
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)].sort((a, b) => a - b) as [number, number];
  return from === -1 ? [other] : ids.slice(from, to + 1);
}
