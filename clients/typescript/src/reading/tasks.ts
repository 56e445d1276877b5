import type { Connection } from "../access/connection.ts";
import { TasksDocument, TasksOfUserDocument, type TasksQueryVariables } from "../api.generated.ts";
import type { Task } from "../recording/recording.ts";
import type { TaskFilter, TaskOrder } from "../schema.generated.ts";

export interface Listing {
  /** Whose tasks, with a token of the role `SERVICE`; the caller's if omitted. */
  user?: string | undefined;
  where?: TaskFilter | undefined;
  /** Newest first if omitted. */
  orderBy?: TaskOrder | undefined;
}

/** Tasks that are read at a time, the most that the server allows. */
const pageSize = 100;

/** All tasks of a list, read a page at a time. */
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
