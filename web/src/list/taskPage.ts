import type { ApolloClient, InMemoryCache } from "@apollo/client";
import { evictTasks } from "../tasks/evictTasks";
import type { ListQuery } from "../tasks/ListQuery";
import { type Listed, ratioOf } from "../timeline/layout";
import { type TaskList_TaskFragment, TaskListBeforeDocument, TaskListDocument } from "./TaskList.generated";

/** On which side of the list's first page another page is. */
export type Side = "before" | "after";

export interface TaskPage {
  /**
   * The cursor after which its tasks follow, going outwards from the first page; null for those at the end of the
   * list.
   */
  cursor: string | null;
  tasks: Listed[];
  /** Whether there are more tasks on its far side, and the cursor to continue from. */
  more: boolean;
  next: string | null;
  /** False if its tasks were dropped from memory. The page still has its place in the list. */
  inMemory: boolean;
}

export async function fetchPage(
  client: ApolloClient,
  query: ListQuery,
  side: Side,
  cursor: string | null,
): Promise<TaskPage> {
  const fetchPolicy = "network-only";
  if (side === "after") {
    const { data } = await client.query({
      query: TaskListDocument,
      variables: { ...query, ...(cursor && { after: cursor }) },
      fetchPolicy,
    });
    const { nodes = [], pageInfo } = data?.tasks ?? {};
    const more = pageInfo?.hasNextPage ?? false;
    return { cursor, tasks: nodes.map(listed), more, next: pageInfo?.endCursor ?? null, inMemory: true };
  }
  const { data } = await client.query({
    query: TaskListBeforeDocument,
    variables: { ...query, ...(cursor && { before: cursor }) },
    fetchPolicy,
  });
  const { nodes = [], pageInfo } = data?.tasks ?? {};
  const more = pageInfo?.hasPreviousPage ?? false;
  return { cursor, tasks: nodes.map(listed), more, next: pageInfo?.startCursor ?? null, inMemory: true };
}

/** Drops a page's tasks from the cache, and the cached results of reading them, which take more memory. */
export function evictPage(client: ApolloClient, query: ListQuery, side: Side, page: TaskPage): void {
  const args =
    side === "after"
      ? { first: 50, ...(page.cursor && { after: page.cursor }), ...query }
      : { last: 50, ...(page.cursor && { before: page.cursor }), ...query };
  client.cache.evict({ id: "ROOT_QUERY", fieldName: "tasks", args });
  evictTasks(
    client.cache,
    page.tasks.map(({ id }) => id),
  );
  (client.cache as InMemoryCache).gc({ resetResultCache: true });
}

type Measured = Pick<
  TaskList_TaskFragment,
  "id" | "status" | "createdAt" | "aspectRatio" | "originalImage" | "generatedImage"
>;

/** The ratio of a failed or canceled task without a picture. */
const failedRatio = 0.7;

export function listed(task: Measured): Listed {
  const isFailed = task.status === "FAILED" || task.status === "CANCELED";
  const isEmpty = !task.generatedImage && !task.originalImage;
  return {
    id: task.id,
    ratio:
      isFailed && isEmpty
        ? failedRatio
        : ratioOf(task.generatedImage ?? (task.aspectRatio ? null : task.originalImage), task.aspectRatio),
    time: Date.parse(task.createdAt),
  };
}
