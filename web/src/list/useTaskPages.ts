import { type InMemoryCache, NetworkStatus } from "@apollo/client";
import { useApolloClient, useQuery } from "@apollo/client/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { evictTasks } from "../tasks/evictTasks";
import type { ListQuery } from "../tasks/ListQuery";
import type { Listed } from "../timeline/layout";
import { useHidden } from "../ui/useHidden";
import { TaskListDocument } from "./TaskList.generated";
import { evictPage, fetchPage, listed, type Side, type TaskPage } from "./taskPage";
import { withRestored } from "./withRestored";

/** The number of pages on each side of the visible ones that stay in memory. */
const pagesKept = 10;
/** The next page is fetched when fewer tasks than this remain. */
const tasksAhead = 40;

/** The pages on both sides of the one that the list begins with, nearest first. */
type Around = Record<Side, TaskPage[]>;
const nothing: Around = { before: [], after: [] };

/**
 * The list, loaded page by page in both directions, from the newest task or from an instant, initially `start`. Its
 * first page is a live query. The others are fetched as they come into view, and their tasks are dropped when far
 * away, so that memory does not grow with the list.
 */
export function useTaskPages(query: ListQuery, start: string | null) {
  const client = useApolloClient();
  const [begun, setBegun] = useState<{ query: ListQuery; at: string | null }>({ query, at: start });
  const at = begun.query === query ? begun.at : null;
  const variables = useMemo(() => ({ ...query, ...(at && { startingAt: at }) }), [query, at]);
  const { data, error, networkStatus, refetch } = useQuery(TaskListDocument, {
    variables,
    fetchPolicy: at === null ? "cache-and-network" : "cache-first", // `jump` has just loaded it
  });
  const first = data?.tasks;
  const end = first?.pageInfo.endCursor;
  /** Identifies the list of the other pages. It changes with the first page. */
  const origin = useMemo(() => ({ variables, end }), [variables, end]);
  const shownOrigin = useRef(origin);
  useEffect(() => {
    shownOrigin.current = origin;
  }, [origin]);

  const left = useRef<{ startingAt?: string; ids: string[] }>({ ids: [] });
  useEffect(() => {
    if (!first) return;
    const ids = first.nodes.map(({ id }) => id);
    const { startingAt, ids: before } = left.current;
    // Places that the reader left leave the cache too: a drag along the timeline passes many.
    if (startingAt && startingAt !== variables.startingAt) {
      client.cache.evict({
        id: "ROOT_QUERY",
        fieldName: "tasks",
        args: { first: 50, startingAt, ...query },
      });
      evictTasks(
        client.cache,
        before.filter((id) => !ids.includes(id)),
      );
    }
    left.current = { ...variables, ids };
  }, [first, variables, query, client]);

  const [found, setFound] = useState({ origin, around: nothing });
  const around = found.origin === origin ? found.around : nothing;
  const [problem, setProblem] = useState<{ reason: unknown; again: () => unknown; side?: Side }>();
  const fetching = useRef(new Set<TaskPage["cursor"]>());
  const asked = useRef<string>(undefined);
  const [jumping, setJumping] = useState(false);
  const { hidden, hide, unhide } = useHidden();

  const edge: Record<Side, Pick<TaskPage, "more" | "next">> = {
    before: around.before.at(-1) ?? {
      more: at !== null && first !== undefined,
      next: first?.pageInfo.startCursor ?? null,
    },
    after: around.after.at(-1) ?? { more: first?.pageInfo.hasNextPage ?? false, next: end ?? null },
  };

  const [restored, setRestored] = useState<{ query: ListQuery; tasks: Listed[] }>({ query, tasks: [] });
  const [fromNewest, toOldest] = [!edge.before.more, !edge.after.more];
  const shown = useMemo(() => {
    const before = around.before.map((page) => page.tasks).reverse();
    const loaded = [...before, first?.nodes.map(listed) ?? [], ...around.after.map((page) => page.tasks)];
    const back = restored.query === query ? restored.tasks : [];
    const pages = withRestored(loaded, back, { fromNewest, toOldest });
    return hidden.size === 0 ? pages : pages.map((page) => page.filter(({ id }) => !hidden.has(id)));
  }, [first, around, hidden, restored, query, fromNewest, toOldest]);
  const tasks = useMemo(() => shown.flat(), [shown]);

  function put(side: Side, place: number, page: TaskPage) {
    setFound((current) => {
      const known = current.origin === origin ? current.around : nothing;
      const beyond = new Set(known[side][place + 1]?.tasks.map(({ id }) => id));
      // After deletions, a page that is read again contains tasks of the next one.
      const tasks = page.tasks.filter(({ id }) => !beyond.has(id));
      const pages = [...known[side].slice(0, place), { ...page, tasks }, ...known[side].slice(place + 1)];
      return { origin, around: { ...known, [side]: pages } };
    });
  }

  async function load(side: Side, place: number, cursor: TaskPage["cursor"]) {
    if (fetching.current.has(cursor)) return;
    fetching.current.add(cursor);
    try {
      const page = await fetchPage(client, query, side, cursor);
      // The answer may come late, when another list is shown.
      if (shownOrigin.current === origin) put(side, place, page);
    } catch (reason) {
      setProblem({ reason, again: () => load(side, place, cursor), side });
    } finally {
      fetching.current.delete(cursor);
    }
  }

  function begin(instant: string | null) {
    setProblem(undefined);
    for (const side of ["before", "after"] as const)
      for (const page of around[side]) if (page.inMemory) evictPage(client, query, side, page);
    setBegun({ query, at: instant });
  }

  return {
    tasks,
    /** The place in the list from which it grows in both directions. */
    begin: shown.slice(0, around.before.length).reduce((sum, page) => sum + page.length, 0),
    /** Whether the list begins with the newest task. */
    fromNewest,
    hasNextPage: !toOldest,
    error: error ?? problem?.reason,
    /** Whether the error concerns the tasks at its end. */
    failedAtEnd: !error && problem?.side === "after",
    waiting: !first && !error,
    busy: jumping || (networkStatus !== NetworkStatus.ready && networkStatus !== NetworkStatus.error),

    /** Loads the list again from the newest task. */
    async reload() {
      setProblem(undefined);
      // A failure is shown by `error`.
      if (at === null) await refetch().catch(() => undefined);
      else begin(null);
    },

    /** Repeats the failed request. Loaded tasks stay. */
    async retry() {
      setProblem(undefined);
      if (error) await refetch().catch(() => undefined);
      else await problem?.again();
    },

    /**
     * Loads the list again from the tasks created at this instant or before. Returns false if
     * loading failed, and then `retry` calls `again`. Also returns false if a later call asked for another instant, or
     * if a call for this instant is running: its second answer would come after the tasks before it.
     */
    async jump(instant: string, again: () => unknown): Promise<boolean> {
      if (at === instant && first) return true;
      if (asked.current === instant) return false;
      asked.current = instant;
      setJumping(true);
      try {
        const variables = { ...query, startingAt: instant };
        await client.query({ query: TaskListDocument, variables, fetchPolicy: "network-only" });
        if (asked.current !== instant) return false;
        flushSync(() => begin(instant));
        return true;
      } catch (reason) {
        if (asked.current === instant) setProblem({ reason, again });
        return false;
      } finally {
        if (asked.current === instant) {
          asked.current = undefined;
          setJumping(false);
        }
      }
    },

    hide,
    unhide,

    /** Adds a task that was restored from the trash, if its place is loaded. */
    restore(task: Listed) {
      const ends = { fromNewest, toOldest };
      if (withRestored([tasks], [task], ends).flat().length === tasks.length) return;
      // No page in the cache refers to it, so the cache would drop it.
      (client.cache as InMemoryCache).retain(`TaskRecord:${task.id}`);
      setRestored((current) => ({
        query,
        tasks: [...(current.query === query ? current.tasks.filter(({ id }) => id !== task.id) : []), task],
      }));
    },

    /** To be called with the places of the visible tasks. */
    see(from: number, to: number) {
      if (problem || !first) return;
      let place = 0;
      const inSight = shown.map(({ length }) => {
        const begin = place;
        place += length;
        return begin <= to && place > from;
      });
      const nearest = inSight.indexOf(true);
      const furthest = inSight.lastIndexOf(true);
      for (const side of ["before", "after"] as const) {
        for (const [distance, page] of around[side].entries()) {
          const index = around.before.length + (side === "before" ? -1 - distance : 1 + distance);
          if (!page.inMemory && index >= nearest - 1 && index <= furthest + 1)
            load(side, distance, page.cursor);
          if (page.inMemory && (index < nearest - pagesKept || index > furthest + pagesKept)) {
            evictPage(client, query, side, page);
            put(side, distance, { ...page, inMemory: false });
          }
        }
      }
      if (edge.after.more && to >= tasks.length - tasksAhead)
        load("after", around.after.length, edge.after.next);
      if (edge.before.more && from < tasksAhead) load("before", around.before.length, edge.before.next);
    },
  };
}
