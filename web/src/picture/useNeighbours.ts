import type { ApolloClient, InMemoryCache } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { codeOf } from "../connection/useErrorText";
import type { ListQuery } from "../tasks/ListQuery";
import { useHidden } from "../ui/useHidden";
import { TaskPlaceDocument, TasksAfterDocument, TasksBeforeDocument } from "./Neighbours.generated";
import { edge, extended, type Page, pageSize, type Side, type Stretch, shortened } from "./stretch";

/** Milliseconds after which a failed request is retried. */
const retryMs = 2000;
/** Codes of errors that a retry would meet again. */
const permanentErrors = new Set<unknown>(["BAD_USER_INPUT", "QUERY_TOO_COSTLY"]);
/** More tasks are fetched when fewer than this remain. */
const tasksAhead = 10;

/**
 * The tasks before and after one in the list, however long it is. They are fetched as the reader goes on, and dropped
 * behind. Until the first are loaded, and in the trash, which has no filter, the list's loaded tasks are used.
 */
export function useNeighbours(id: string, query: ListQuery | null, listed: string[]) {
  const client = useApolloClient();
  const [found, setFound] = useState<(Stretch & { query: ListQuery | null; atLeast: boolean }) | null>(null);
  const { hidden, hide, unhide } = useHidden();
  const [answers, setAnswers] = useState(0);
  const asked = useRef(new Set<string>());
  const sought = useRef<{ id: string; query: ListQuery | null } | null>(null);

  const stretch = found?.query === query ? found : null;
  const shown = useMemo(() => {
    const ids = stretch?.pages.flatMap(({ tasks }) => tasks.map((task) => task.id)) ?? [];
    return ids.filter((one) => one === id || !hidden.has(one));
  }, [stretch, hidden, id]);
  const index = shown.indexOf(id);
  const listedIndex = listed.indexOf(id);

  async function once(what: string, ask: () => Promise<void>) {
    if (asked.current.has(what)) return;
    asked.current.add(what);
    // The task is shown even without an answer.
    const answered = await ask().then(
      () => true,
      () => false,
    );
    setTimeout(
      () => {
        asked.current.delete(what);
        setAnswers((count) => count + 1);
      },
      answered ? 0 : retryMs,
    );
  }

  async function begin() {
    sought.current = { id, query };
    const { data } = await client
      .query({ query: TaskPlaceDocument, variables: { id, ...query }, fetchPolicy: "no-cache" })
      .catch((error) => {
        if (!permanentErrors.has(codeOf(error))) sought.current = null;
        throw error;
      });
    const place = data?.taskPlace;
    if (!place) return;
    const { cursor, before, after } = place;
    if (found) evictPages(client, found.query, found.pages);
    setFound({
      query,
      pages: [{ from: null, tasks: [{ id, cursor }] }],
      more: { before: before.value, after: after.value },
      atLeast: [before, after].some(({ precision }) => precision === "AT_LEAST"),
    });
  }

  async function extend(side: Side, cursor: string) {
    const tasks = await fetchTasks(client, query, side, cursor);
    // At once, since the next request depends on it.
    flushSync(() => setFound((current) => current && extended(current, side, cursor, tasks)));
  }

  const keepUp = useEffectEvent(() => {
    if (query === null) return;
    const unextended = stretch?.pages.length === 1 && stretch.more.before + stretch.more.after > 0;
    if (!stretch || (index === -1 && !unextended)) {
      // A reader who goes on faster than the server answers reaches a task that no answer contains yet.
      const isSought = sought.current?.id === id && sought.current.query === query;
      if (!isSought && asked.current.size === 0) once(id, begin);
      return;
    }
    const left = { before: Math.max(index, 0), after: index === -1 ? 0 : shown.length - 1 - index };
    for (const side of ["before", "after"] as const) {
      const cursor = edge(stretch, side);
      if (cursor && stretch.more[side] > 0 && left[side] < tasksAhead)
        once(side + cursor, () => extend(side, cursor));
    }
    const near = shortened(stretch, id, hidden);
    if (near.dropped.length === 0) return;
    evictPages(client, query, near.dropped);
    (client.cache as InMemoryCache).gc({ resetResultCache: true });
    setFound(near.stretch);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step and answer may require more
  useEffect(() => keepUp(), [id, stretch, answers]);

  const leave = useEffectEvent(() => {
    client.cache.evict({ id: "ROOT_QUERY", fieldName: "task" });
    // The tasks themselves stay in the cache until its next cleanup: the list may need the last one's position.
    evictPages(client, query, stretch?.pages ?? []);
  });
  useEffect(() => () => leave(), []);

  return {
    previous: shown[index - 1] ?? (stretch?.more.before === 0 ? undefined : listed[listedIndex - 1]),
    next: beside(shown, index) ?? (stretch?.more.after === 0 ? undefined : beside(listed, listedIndex)),
    /** The place of the task, counted from 1, and the total; `atLeast` if there may be more. */
    position:
      stretch && index !== -1
        ? {
            place: stretch.more.before + index + 1,
            total: stretch.more.before + shown.length + stretch.more.after,
            atLeast: stretch.atLeast,
          }
        : null,
    /** Hides tasks that are being deleted. The shown one stays until another is shown. */
    hide,
    unhide,
  };
}

const beside = (ids: string[], index: number) => (index === -1 ? undefined : ids[index + 1]);

async function fetchTasks(client: ApolloClient, query: ListQuery | null, side: Side, cursor: string) {
  const { data } = await (side === "before"
    ? client.query({
        query: TasksBeforeDocument,
        variables: { before: cursor, ...query },
        fetchPolicy: "network-only",
      })
    : client.query({
        query: TasksAfterDocument,
        variables: { after: cursor, ...query },
        fetchPolicy: "network-only",
      }));
  return (data?.tasks.edges ?? []).map(({ cursor, node }) => ({ id: node.id, cursor }));
}

function evictPages({ cache }: ApolloClient, query: ListQuery | null, pages: Page[]) {
  for (const { from } of pages) {
    if (!from) continue;
    const { side, cursor } = from;
    const args = side === "before" ? { last: pageSize, before: cursor } : { first: pageSize, after: cursor };
    cache.evict({ id: "ROOT_QUERY", fieldName: "tasks", args: { ...args, ...query } });
  }
}
