import type { ApolloCache } from "@apollo/client";
import { useSyncExternalStore } from "react";
import { matches } from "../filters/filters";
import type { TaskFilter } from "../schema.generated";
import { TaskRow_TaskFragmentDoc } from "../tasks/TaskRow.generated";

type Leaving = Parameters<typeof matches>[1] & { id: string };

/**
 * Tasks that the list no longer shows, but that are still in the server's counts as this page has read them.
 */
let leaving: readonly Leaving[] = [];
const listeners = new Set<() => void>();

function become(next: readonly Leaving[]): void {
  leaving = next;
  for (const listener of listeners) listener();
}

/**
 * Takes the tasks out of the counts. Returns a function to call when they are back, or the server does not
 * count them any more.
 */
export function leave(cache: ApolloCache, ids: string[]): () => void {
  const tasks: Leaving[] = ids.flatMap((id) => {
    const from = cache.identify({ __typename: "TaskRecord", id });
    return (
      cache.readFragment({ id: from, fragment: TaskRow_TaskFragmentDoc, fragmentName: "TaskRow_task" }) ?? []
    );
  });
  become([...leaving, ...tasks]);
  return () => become(leaving.filter((task) => !tasks.includes(task)));
}

export const isLeaving = (id: string) => leaving.some((task) => task.id === id);

/** How many of these tasks match the filter. */
export function useLeaving(where: TaskFilter): number {
  const tasks = useSyncExternalStore(listen, () => leaving);
  return tasks.filter((task) => matches(where, task)).length;
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
