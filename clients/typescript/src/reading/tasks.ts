import type { Connection } from "../access/connection.ts";
import { TasksDocument, TasksOfUserDocument, type TasksQueryVariables } from "../api.generated.ts";
import type { Task } from "../recording/recording.ts";
import type { TaskFilter, TaskOrder } from "../schema.generated.ts";

export interface Listing {
  /** The owner of the tasks, with a token of the role `SERVICE`; the caller if omitted. */
  user?: string | undefined;
  where?: TaskFilter | undefined;
  /** Newest first if omitted. */
  orderBy?: TaskOrder | undefined;
}

/** Tasks of a page, the most that the server allows. */
const pageSize = 100;

/** Iterates over the tasks of a list, and reads them page by page. */
export async function* tasks(
  connection: Connection,
  { user, where, orderBy }: Listing,
): AsyncGenerator<Task, void> {
  let after: string | null = null;
  do {
    const page: TasksQueryVariables = { first: pageSize, after, where, orderBy };
    const list =
      user === undefined
        ? (await connection.request(TasksDocument, page)).tasks
        : (await connection.request(TasksOfUserDocument, { id: user, ...page })).user?.tasks;
    yield* list?.nodes ?? [];
    after = list?.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
  } while (after !== null);
}
