import { useApolloClient } from "@apollo/client/react";
import { retryWhenLimited } from "../connection/retryWhenLimited";
import { useChange } from "../connection/useChange";
import {
  AddToBoardDocument,
  BoardsDocument,
  BoardsOfTasksDocument,
  RemoveFromBoardDocument,
} from "./Boards.generated";

/** Tasks per request. If each is on 100 boards, the request is still within MAX_COST. */
const idsPerRequest = 30;

/** Returns functions that put any number of tasks on a board, or take them off it. */
export function useBoardChanges() {
  const client = useApolloClient();
  const change = useChange();

  async function each(ids: string[], act: (some: string[]) => Promise<unknown>) {
    for (let from = 0; from < ids.length; from += idsPerRequest) {
      const some = ids.slice(from, from + idsPerRequest);
      await retryWhenLimited(() => act(some));
    }
    client.refetchQueries({ include: [BoardsDocument] }).catch(() => undefined);
  }

  return {
    /** Returns the tasks that were not on it before. */
    async put(boardId: string, ids: string[]): Promise<string[]> {
      const added: string[] = [];
      await each(ids, async (taskIds) => {
        const { data } = await client.query({
          query: BoardsOfTasksDocument,
          variables: { ids: taskIds },
          fetchPolicy: "no-cache",
        });
        const there = data?.nodes.flatMap((task) =>
          task?.__typename === "TaskRecord" && task.boards.some(({ id }) => id === boardId) ? [task.id] : [],
        );
        await change(AddToBoardDocument, { boardId, taskIds });
        added.push(...taskIds.filter((id) => !there?.includes(id)));
      });
      return added;
    },
    take: (boardId: string, ids: string[]) =>
      each(ids, (taskIds) => change(RemoveFromBoardDocument, { boardId, taskIds })),
  };
}
