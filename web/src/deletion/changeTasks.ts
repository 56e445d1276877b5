import type { ApolloClient, TypedDocumentNode } from "@apollo/client";
import { Refused } from "@task-record/client";
import type { UserErrorCode } from "@task-record/client/schema.generated";
import { retryWhenLimited } from "../connection/retryWhenLimited";
import { hasEnded } from "../tasks/ended";
import { evictTasks } from "../tasks/evictTasks";
import type { ChosenTask } from "./batchesOf";
import {
  DeleteTasksDocument,
  type DeleteTasksMutation,
  RestoredTasksDocument,
  RestoreTasksDocument,
  TrashTasksDocument,
  type TrashTasksMutation,
} from "./Deletions.generated";
import type { List } from "./List";

interface Payload {
  errors: { code: UserErrorCode; message: string; field: string[] | null; details: unknown }[];
}

/**
 * Changes up to 100 tasks on the server, which changes all or none. It names the tasks that it refuses; this tries
 * again without them. Returns the ids of the missing tasks, and of those whose state does not allow the change.
 */
async function changeTasks<Data extends Record<keyof Data, Payload | null>>(
  client: ApolloClient,
  mutation: TypedDocumentNode<Data, { ids: string[] }>,
  ids: string[],
): Promise<{ missing: string[]; kept: string[] }> {
  const [missing, kept]: [string[], string[]] = [[], []];
  for (let left = ids; left.length > 0; ) {
    const { data } = await retryWhenLimited(() => client.mutate({ mutation, variables: { ids: left } }));
    const [error] = Object.values<Payload | null>(data ?? {})[0]?.errors ?? [];
    if (!error) break;
    const { taskIds, taskId } = (error.details ?? {}) as { taskIds?: string[]; taskId?: string };
    const named = taskIds ?? (taskId ? [taskId] : []);
    const others = left.filter((id) => !named.includes(id));
    if (others.length === left.length) throw new Refused(error);
    (error.code === "NOT_FOUND" ? missing : kept).push(...named);
    left = others;
  }
  return { missing, kept };
}

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

/**
 * Restores up to 100 tasks from the trash, and reads them again for the lists that show them. Returns the ids of tasks
 * that were deleted meanwhile.
 */
export async function restoreTasks(client: ApolloClient, ids: string[]): Promise<string[]> {
  const { missing } = await changeTasks(client, RestoreTasksDocument, ids);
  const read = { query: RestoredTasksDocument, variables: { ids }, fetchPolicy: "network-only" } as const;
  await client.query(read).catch(() => undefined); // the tasks are restored even so
  // Tasks that no list shows leave the cache.
  client.cache.evict({ id: "ROOT_QUERY", fieldName: "nodes" });
  client.cache.gc();
  return missing;
}
