import type { ApolloClient } from "@apollo/client";
import { changeTasks } from "./changeTasks";
import { RestoredTasksDocument, RestoreTasksDocument } from "./Deletions.generated";

/**
 * Takes up to 100 tasks out of the trash, and reads them again for the lists that show them. Returns the ids of those
 * that are deleted.
 */
export async function restoreTasks(client: ApolloClient, ids: string[]): Promise<string[]> {
  const { missing } = await changeTasks(client, RestoreTasksDocument, ids);
  const read = { query: RestoredTasksDocument, variables: { ids }, fetchPolicy: "network-only" } as const;
  await client.query(read).catch(() => undefined); // they are restored all the same
  // Only what a list shows stays in the cache.
  client.cache.evict({ id: "ROOT_QUERY", fieldName: "nodes" });
  client.cache.gc();
  return missing;
}
