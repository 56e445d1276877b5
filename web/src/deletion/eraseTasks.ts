import type { ApolloClient } from "@apollo/client";
import { retryWhenLimited } from "../connection/retryWhenLimited";
import { Refused } from "../service/errors";
import { evictTasks } from "../tasks/evictTasks";
import { DeleteTasksDocument } from "./DeleteTasks.generated";

/**
 * Deletes up to 100 tasks on the server. Returns the ids of those that it keeps, because a back end has not ended them.
 * That somebody else has deleted one of them is no error.
 */
export async function eraseTasks(client: ApolloClient, ids: string[]): Promise<string[]> {
  const { data } = await retryWhenLimited(() =>
    client.mutate({
      mutation: DeleteTasksDocument,
      variables: { ids },
      update: (cache, result) => evictTasks(cache, result.data?.deleteTasks?.deletedTaskIds ?? []),
    }),
  );
  const error = data?.deleteTasks?.errors[0];
  if (!error) return [];
  if (error.code !== "NOT_FOUND" && error.code !== "FORBIDDEN") throw new Refused(error);
  if (ids.length === 1) return error.code === "FORBIDDEN" ? ids : [];
  // The server deletes all of them or none, so each is tried alone.
  const kept: string[] = [];
  for (const id of ids) kept.push(...(await eraseTasks(client, [id])));
  return kept;
}
