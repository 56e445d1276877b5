import { type InMemoryCache, NetworkStatus } from "@apollo/client";
import { useApolloClient, useQuery } from "@apollo/client/react";
import { useCallback, useMemo, useRef, useState } from "react";
import type { TaskFilter } from "../schema.generated";
import { evictTasks } from "../tasks/evictTasks";
import { TaskListDocument, type TaskListQuery } from "./TaskList.generated";

/** As many pages on either side of what is seen keep their tasks in memory. */
const kept = 10;
/** The next page is asked for when so few rows are left. */
const margin = 15;

interface Page {
  after: string;
  ids: string[];
  pageInfo: TaskListQuery["tasks"]["pageInfo"];
  /** False once its tasks have been dropped from memory; its place in the list stays. */
  inMemory: boolean;
}

/** The pages that follow the first, which belong to it: another first page is another list. */
interface Following {
  where: TaskFilter;
  start: string | null;
  pages: Page[];
}

const none: Page[] = [];

/**
 * The list, a page at a time. The first page is a live query; those after it are fetched as they come into sight, and
 * their tasks dropped again when far away, so that memory does not grow with the list.
 */
export function useTaskPages(where: TaskFilter) {
  const client = useApolloClient();
  const { data, error, networkStatus, refetch } = useQuery(TaskListDocument, {
    variables: { where },
    fetchPolicy: "cache-and-network",
  });
  const first = data?.tasks;
  const start = first?.pageInfo.endCursor ?? null;

  const [following, setFollowing] = useState<Following>({ where, start, pages: none });
  const [problem, setProblem] = useState<unknown>();
  const fetching = useRef(new Set<string>());
  const pages = following.where === where && following.start === start ? following.pages : none;
  const end = pages.at(-1)?.pageInfo ?? first?.pageInfo;

  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => {
    const idsOfPages = [first?.nodes.map(({ id }) => id) ?? [], ...pages.map((page) => page.ids)];
    return hidden.size === 0 ? idsOfPages : idsOfPages.map((ids) => ids.filter((id) => !hidden.has(id)));
  }, [first, pages, hidden]);
  const ids = useMemo(() => shown.flat(), [shown]);

  function put(place: number, page: Page) {
    setFollowing((current) => {
      const before = current.where === where && current.start === start ? current.pages : none;
      // An answer that comes late, to a list that is no longer shown.
      if (place > before.length) return current;
      return { where, start, pages: [...before.slice(0, place), page, ...before.slice(place + 1)] };
    });
  }

  async function load(after: string, place: number) {
    if (fetching.current.has(after)) return;
    fetching.current.add(after);
    try {
      const { data } = await client.query({
        query: TaskListDocument,
        variables: { where, after },
        fetchPolicy: "network-only",
      });
      if (!data) return;
      const { nodes, pageInfo } = data.tasks;
      put(place, { after, ids: nodes.map(({ id }) => id), pageInfo, inMemory: true });
    } catch (reason) {
      setProblem(reason);
    } finally {
      fetching.current.delete(after);
    }
  }

  function forget(page: Page, place: number) {
    client.cache.evict({
      id: "ROOT_QUERY",
      fieldName: "tasks",
      args: { first: 50, after: page.after, where },
    });
    evictTasks(client.cache, page.ids);
    // What the cache remembers of having read them stays otherwise, and weighs more than they do.
    (client.cache as InMemoryCache).gc({ resetResultCache: true });
    put(place, { ...page, inMemory: false });
  }

  return {
    ids,
    hasNextPage: end?.hasNextPage ?? false,
    error: error ?? problem,
    waiting: !first && !error,
    busy: networkStatus !== NetworkStatus.ready && networkStatus !== NetworkStatus.error,

    async reload() {
      setProblem(undefined);
      // What goes wrong is in `error`.
      await refetch().catch(() => undefined);
    },

    /** Takes tasks out of the list, as a deletion does. */
    hide: useCallback((ids: string[]) => setHidden((others) => new Set([...others, ...ids])), []),

    /** Puts them back in their places. */
    unhide: useCallback((ids: string[]) => setHidden((others) => difference(others, ids)), []),

    /** To be told which rows are in sight. */
    see(firstRow: number, lastRow: number) {
      if (problem) return;
      let row = 0;
      const [, ...inSight] = shown.map(({ length }) => {
        const begin = row;
        row += length;
        return begin <= lastRow && row > firstRow;
      });
      const from = inSight.indexOf(true);
      const to = inSight.lastIndexOf(true);
      for (const [place, page] of pages.entries()) {
        if (inSight[place] && !page.inMemory) load(page.after, place);
        if (page.inMemory && (place < from - kept || place > Math.max(to, 0) + kept)) forget(page, place);
      }
      if (end?.hasNextPage && end.endCursor && lastRow >= ids.length - margin)
        load(end.endCursor, pages.length);
    },
  };
}

function difference(set: ReadonlySet<string>, without: string[]): ReadonlySet<string> {
  return new Set([...set].filter((one) => !without.includes(one)));
}
