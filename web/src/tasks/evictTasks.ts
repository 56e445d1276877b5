import type { ApolloCache } from "@apollo/client";

/** Drops tasks from the cache, and everything that only they refer to. */
export function evictTasks(cache: ApolloCache, ids: string[]): void {
  for (const id of ids) cache.evict({ id: cache.identify({ __typename: "TaskRecord", id }) });
  cache.gc();
}
