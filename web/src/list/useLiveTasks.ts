import { useApolloClient, useSubscription } from "@apollo/client/react";
import type { TaskFilter } from "@task-record/client/schema.generated";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useConnection } from "../connection/Connection";
import { CreditsDocument } from "../credits/Credits.generated";
import { matches } from "../filters/filters";
import { TaskThumbnails_TaskFragmentDoc } from "../images/TaskThumbnails.generated";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { StatisticsCardsDocument } from "../statistics/StatisticsCards.generated";
import { StatisticsChartDocument } from "../statistics/StatisticsChart.generated";
import { evictTasks } from "../tasks/evictTasks";
import { useReadOnly } from "../tasks/readOnly";
import { TaskTotalsDocument } from "../tasks/TaskTotals.generated";
import type { Listed } from "../timeline/layout";
import { CatchUpDocument } from "./CatchUp.generated";
import { TaskEventsDocument } from "./TaskEvents.generated";
import { listed as listedTask } from "./taskPage";

const totals = [
  StatisticsCardsDocument,
  StatisticsChartDocument,
  TaskTotalsDocument,
  UserMenuDocument,
  CreditsDocument,
];

/**
 * Keeps the list up to date. Listed tasks change in place, through the cache. New ones are only counted, so that the
 * list does not move while it is read. Another user's tasks, as an administrator sees them, are not updated.
 */
export function useLiveTasks(
  where: TaskFilter,
  { waiting, fromNewest }: { waiting: boolean; fromNewest: boolean },
  listed: ReadonlySet<string>,
  onDeleted: (ids: string[]) => void,
  onUpdated: (task: Listed, matches: boolean) => void,
) {
  const readOnly = useReadOnly();
  const client = useApolloClient();
  const { socket } = useConnection();
  const [appeared, setAppeared] = useState<ReadonlySet<string>>(new Set());
  const totalsTimer = useRef<number>(undefined);
  const [connections, setConnections] = useState(0);
  const caughtUp = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new tasks were counted for another list
  useEffect(() => setAppeared(new Set()), [where]);
  // A listed task is not new.
  useEffect(() => {
    if ([...appeared].some((id) => listed.has(id)))
      setAppeared(new Set([...appeared].filter((id) => !listed.has(id))));
  }, [appeared, listed]);
  useEffect(() => () => clearTimeout(totalsTimer.current), []);

  function forget(ids: string[]) {
    onDeleted(ids);
    evictTasks(client.cache, ids);
  }

  /** Reads the totals again within a second, however many changes follow. */
  function refreshTotalsSoon() {
    totalsTimer.current ??= window.setTimeout(() => {
      totalsTimer.current = undefined;
      client.refetchQueries({ include: totals }).catch(() => undefined);
    }, 1000);
  }

  const { restart } = useSubscription(TaskEventsDocument, {
    skip: readOnly,
    ignoreResults: true,
    onData({ data: { data } }) {
      if (!data) return;
      const { kind, taskId, task } = data.taskEvents;
      if (kind === "DELETED") {
        forget([taskId]);
        setAppeared((others) => new Set([...others].filter((id) => id !== taskId)));
      }
      // Reloading the list reads new tasks that it does not show yet.
      if (kind === "UPDATED" && task && !appeared.has(taskId))
        onUpdated(listedTask(task), matches(where, task));
      if (kind === "CREATED" && task && matches(where, task))
        setAppeared((others) => new Set([...others, taskId]));
      refreshTotalsSoon();
    },
    onError: () => setTimeout(restart, 5000),
  });

  const catchUp = useEffectEvent(async () => {
    const unfinished = [...listed].filter((id) => isUnfinished(client.cache, id));
    const some = [...new Set([...unfinished.slice(0, 50), ...listed])].slice(0, 100);
    const { data } = await client.query({
      query: CatchUpDocument,
      variables: { where, listed: some },
      fetchPolicy: "network-only",
      // Sent over the same socket, after the subscription, so that no change falls between the two.
      context: { overSocket: true },
    });
    if (!data) return;
    const recent = data.tasks.nodes.map(({ id }) => id);
    const known = recent.findIndex((id) => listed.has(id));
    const unknown = known === -1 ? recent : recent.slice(0, known);
    const gone = some.filter((_, index) => {
      const node = data.nodes[index];
      return !node || (node.__typename === "TaskRecord" && node.trashedAt !== null);
    });
    // If the list does not begin with the newest task, it is unknown which tasks are new.
    if (fromNewest) setAppeared(new Set(unknown));
    forget(gone);
    const changed =
      unknown.length + gone.length > 0 || unfinished.some((id) => !isUnfinished(client.cache, id));
    // On the first connection the totals have just been read.
    if (connections > 1 || changed) refreshTotalsSoon();
  });

  useEffect(
    () => socket.on((state) => state === "connected" && setConnections((count) => count + 1)),
    [socket],
  );
  useEffect(() => {
    if (readOnly || waiting || caughtUp.current === connections) return;
    caughtUp.current = connections;
    catchUp().catch(() => undefined);
  }, [readOnly, waiting, connections]);

  return {
    /** The number of new tasks that are not in the list. */
    appeared: [...appeared].filter((id) => !listed.has(id)).length,
    /** To be called before the list is reloaded. A task that is still missing then has an earlier creation time. */
    resetAppeared: () => setAppeared(new Set()),
  };
}

function isUnfinished(cache: ReturnType<typeof useApolloClient>["cache"], id: string): boolean {
  const task = cache.readFragment({
    id: cache.identify({ __typename: "TaskRecord", id }),
    fragment: TaskThumbnails_TaskFragmentDoc,
  });
  return task?.status === "PENDING" || task?.status === "PROCESSING";
}
