import { useApolloClient, useSubscription } from "@apollo/client/react";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { retryWhenLimited } from "../connection/retryWhenLimited";
import { useReconnected } from "../connection/useReconnected";
import { TrashCountDocument } from "../deletion/Deletions.generated";
import { TaskEventsDocument } from "../list/TaskEvents.generated";
import { evictTasks } from "../tasks/evictTasks";
import { type Listed, ratioOf } from "../timeline/layout";
import { useHidden } from "../ui/useHidden";
import { TrashDocument, type TrashQuery } from "./Trash.generated";

/** The next page is fetched when fewer tasks than this remain. */
const tasksAhead = 100;
/** Milliseconds for which changes elsewhere are collected: thousands may come at once. */
const gatherMs = 300;

interface Loaded {
  tasks: Listed[];
  next: string | null;
  more: boolean;
}

/** The tasks in the trash, page by page, the most recently deleted first. Changes made elsewhere are followed. */
export function useTrash() {
  const client = useApolloClient();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const { hidden, hide, unhide } = useHidden();
  const [error, setError] = useState<unknown>();
  const reading = useRef<Promise<void>>(undefined);
  const timer = useRef<number>(undefined);
  /** The tasks with a reported change, and whether they are in the trash now. */
  const reported = useRef(new Map<string, boolean>());
  const tasks = useMemo(() => loaded?.tasks.filter(({ id }) => !hidden.has(id)) ?? [], [loaded, hidden]);

  async function read(after: string | null) {
    try {
      const variables = after === null ? {} : { after };
      const { data } = await retryWhenLimited(() =>
        client.query({ query: TrashDocument, variables, fetchPolicy: "network-only" }),
      );
      setError(undefined);
      if (data) setLoaded((current) => (after === null ? begun(current, data) : extended(current, data)));
    } catch (reason) {
      setError(reason);
    }
  }

  function load(after: string | null): Promise<void> {
    // A running read may have begun before the change for which this one is made.
    if (reading.current) return after === null ? reading.current.then(() => load(null)) : reading.current;
    reading.current = read(after).finally(() => {
      reading.current = undefined;
    });
    return reading.current;
  }

  async function reload() {
    client.refetchQueries({ include: [TrashCountDocument] }).catch(() => undefined);
    await load(null);
  }
  const refresh = useEffectEvent(() => void reload());

  const settle = useEffectEvent(() => {
    timer.current = undefined;
    const known = new Set(loaded?.tasks.map(({ id }) => id));
    const changed = [...reported.current].filter(([id, isHere]) => isHere || known.has(id));
    reported.current.clear();
    const those = (here: boolean) => changed.flatMap(([id, isHere]) => (isHere === here ? [id] : []));
    unhide(those(true));
    hide(those(false));
    if (changed.length > 0) void reload();
  });
  const { restart } = useSubscription(TaskEventsDocument, {
    ignoreResults: true,
    onData({ data: { data } }) {
      if (!data || data.taskEvents.kind === "CREATED") return;
      // An event reports a task moved to the trash as deleted, and a restored one as updated.
      reported.current.set(data.taskEvents.taskId, data.taskEvents.kind === "DELETED");
      timer.current ??= window.setTimeout(settle, gatherMs);
    },
    onError: () => setTimeout(restart, 5000),
  });
  useReconnected(() => void reload());
  useEffect(() => {
    refresh();
    // No event reports tasks that are deleted for good.
    const look = () => document.visibilityState === "visible" && refresh();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      clearTimeout(timer.current);
    };
  }, []);
  const leave = useEffectEvent(() => {
    client.cache.evict({ id: "ROOT_QUERY", fieldName: "trash" });
    evictTasks(client.cache, loaded?.tasks.map(({ id }) => id) ?? []);
  });
  useEffect(() => () => leave(), []);

  return {
    tasks,
    waiting: loaded === null && error === undefined,
    more: loaded?.more ?? false,
    error,
    reload,
    hide,
    unhide,
    /** To be called with the place of the last visible task. */
    see(to: number) {
      if (loaded?.more && error === undefined && to >= tasks.length - tasksAhead) load(loaded.next);
    },
  };
}

/** The list that begins with this page and continues with the tasks loaded after the page's last one. */
function begun(current: Loaded | null, { trash }: TrashQuery): Loaded {
  const page = pageOf(trash);
  const last = page.tasks.at(-1)?.id;
  const place = current && page.more ? current.tasks.findIndex(({ id }) => id === last) : -1;
  return current && place !== -1
    ? { ...current, tasks: [...page.tasks, ...current.tasks.slice(place + 1)] }
    : page;
}

function extended(current: Loaded | null, { trash }: TrashQuery): Loaded {
  const page = pageOf(trash);
  const known = new Set(page.tasks.map(({ id }) => id));
  return { ...page, tasks: [...(current?.tasks.filter(({ id }) => !known.has(id)) ?? []), ...page.tasks] };
}

function pageOf({ nodes, pageInfo }: TrashQuery["trash"]): Loaded {
  const tasks = nodes.map((task) => ({
    id: task.id,
    ratio: ratioOf(task.generatedImage ?? (task.aspectRatio ? null : task.originalImage), task.aspectRatio),
    time: Date.parse(task.trashedAt ?? ""),
  }));
  return { tasks, more: pageInfo.hasNextPage, next: pageInfo.endCursor };
}
