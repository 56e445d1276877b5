import type { ApolloClient } from "@apollo/client";
import { changeTasks } from "./changeTasks";
import { RestoredTasksDocument, RestoreTasksDocument } from "./Deletions.generated";

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
