import type { ApolloClient } from "@apollo/client";
import { hasEnded } from "../tasks/ended";
import { evictTasks } from "../tasks/evictTasks";
import type { ChosenTask } from "./batchesOf";
import { changeTasks } from "./changeTasks";
import {
  DeleteTasksDocument,
  type DeleteTasksMutation,
  TrashTasksDocument,
  type TrashTasksMutation,
} from "./Deletions.generated";
import type { List } from "./List";

/**
 * Moves up to 100 tasks to the trash. Deletes those that have not ended, or all with `forGood`. Adds their ids to
 * `done`; `kept` are tasks that only a back end may end. A task that was deleted before is not an error.
 */
export async function removeTasks(
  client: ApolloClient,
  tasks: ChosenTask[],
  forGood: boolean,
  list: List,
  done: Record<"moved" | "deleted" | "kept", string[]>,
): Promise<void> {
  const idsOf = (toTrash: boolean) =>
    tasks.flatMap((task) => (toTrash === (!forGood && hasEnded(task)) ? [task.id] : []));
  for (const [mutation, ids, to] of [
    [TrashTasksDocument, idsOf(true), done.moved],
    [DeleteTasksDocument, idsOf(false), done.deleted],
  ] as const) {
    if (ids.length === 0) continue;
    list.hide(ids);
    try {
      const { kept } = await changeTasks<TrashTasksMutation | DeleteTasksMutation>(client, mutation, ids);
      list.unhide(kept);
      const gone = ids.filter((id) => !kept.includes(id));
      evictTasks(client.cache, gone);
      to.push(...gone);
      done.kept.push(...kept);
    } catch (error) {
      list.unhide(ids);
      throw error;
    }
  }
}
