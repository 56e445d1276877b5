import type { ApolloClient } from "@apollo/client";
import { Refused } from "@task-record/client";
import { retryWhenLimited } from "../connection/retryWhenLimited";
import { StarTasksDocument } from "./Stars.generated";

/** Later than anything is known from, so that what is expected is shown until the server answers. */
const expectedAt = "9999-12-31";

/** Stars up to 100 tasks, or takes their stars away. What is shown changes at once, and back if the server refuses. */
export async function starTasks(client: ApolloClient, ids: string[], starred: boolean): Promise<void> {
  const tasks = ids.map((id) => ({
    __typename: "TaskRecord" as const,
    id,
    isStarred: starred,
    updatedAt: expectedAt,
  }));
  const { data } = await retryWhenLimited(() =>
    client.mutate({
      mutation: StarTasksDocument,
      variables: { ids, starred },
      optimisticResponse: { starTasks: { __typename: "StarTasksPayload", tasks, errors: [] } },
    }),
  );
  const [refused] = data?.starTasks?.errors ?? [];
  if (refused) throw new Refused(refused);
}
