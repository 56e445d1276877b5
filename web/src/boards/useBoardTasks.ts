import { useApolloClient, useQuery } from "@apollo/client/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useReconnected } from "../connection/useReconnected";
import { listed } from "../list/taskPage";
import { useHidden } from "../ui/useHidden";
import { BoardTasksDocument } from "./Board.generated";
import { useFollowing } from "./useFollowing";

/** The next page is fetched when fewer tasks than this remain. */
const tasksAhead = 50;

/** The tasks of a board, the most recently added first, page by page. */
export function useBoardTasks(id: string) {
  const client = useApolloClient();
  /** The cursor after which each page begins, and the number of tasks before it. */
  const begun = useRef<{ after: string | null; place: number }[]>([{ after: null, place: 0 }]);
  const { data, error, loading, refetch, fetchMore } = useQuery(BoardTasksDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  /** Why the next page could not be read. */
  const [problem, setProblem] = useState<unknown>();
  const { hidden, hide, unhide } = useHidden();
  const again = () => void refetch().catch(() => undefined);
  useReconnected(() => (problem === undefined ? again() : next()));
  useFollowing(again);
  const connection = data?.board?.tasks;
  const tasks = useMemo(
    () => connection?.nodes.map(listed).filter((task) => !hidden.has(task.id)) ?? [],
    [connection, hidden],
  );
  const { hasNextPage: more = false, endCursor } = connection?.pageInfo ?? {};
  const ids = useRef<string[]>([]);
  ids.current = connection?.nodes.map((task) => task.id) ?? [];

  function next() {
    const page = { after: endCursor ?? null, place: ids.current.length };
    setProblem(undefined);
    fetchMore({ variables: { after: page.after } }).then(() => begun.current.push(page), setProblem);
  }
  return {
    tasks,
    more,
    /** Reads a task's page again, for new addresses of its images. */
    renew: useCallback(
      (taskId: string) => {
        const place = ids.current.indexOf(taskId);
        const after = begun.current.findLast((page) => page.place <= place)?.after;
        const variables = { id, ...(after && { after }) };
        client
          .query({ query: BoardTasksDocument, variables, fetchPolicy: "network-only" })
          .catch(() => undefined);
      },
      [client, id],
    ),
    // If a refresh fails, the loaded tasks stay without a message.
    error: connection ? undefined : error,
    problem,
    next,
    waiting: connection === undefined && loading,
    reload: again,
    hide,
    unhide,
    /** To be called with the place of the last visible task. */
    see(to: number) {
      const isNear = to >= tasks.length - tasksAhead;
      if (more && endCursor && !loading && problem === undefined && isNear) next();
    },
  };
}
