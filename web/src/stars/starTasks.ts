import type { ApolloClient } from "@apollo/client";
import { Refused } from "@task-record/client";
import { retryWhenLimited } from "../connection/retryWhenLimited";
import { StarTasksDocument } from "./Stars.generated";

/** Later than any stored time, so that the expected result is shown until the server answers. */
const expectedAt = "9999-12-31";

/** Stars or unstars up to 100 tasks. The page changes at once, and changes back if the server refuses. */
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
