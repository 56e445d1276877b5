import type { ApolloCache, ApolloClient } from "@apollo/client";
import type { TaskStatus } from "@task-record/client/schema.generated";
import { retryWhenLimited } from "../connection/retryWhenLimited";
import { TaskRow_TaskFragmentDoc } from "../tasks/TaskRow.generated";
import { AllTaskIdsDocument, type AllTaskIdsQueryVariables } from "./AllTaskIds.generated";
import type { Chosen } from "./useSelection";

/** The maximum number of ids in one request. */
const idsPerRequest = 100;

export interface ChosenTask {
  id: string;
  status: TaskStatus;
  onlyServiceEnds: boolean;
  isStarred?: boolean;
}

/** Yields the chosen tasks, 100 at a time. If everything is chosen, they are read from the server. */
export async function* batchesOf(client: ApolloClient, chosen: Chosen): AsyncGenerator<ChosenTask[]> {
  if (Array.isArray(chosen)) {
    for (let place = 0; place < chosen.length; place += idsPerRequest)
      yield tasksOf(client.cache, chosen.slice(place, place + idsPerRequest));
    return;
  }
  const { where, at, except } = chosen;
  const read = (variables: AllTaskIdsQueryVariables) =>
    retryWhenLimited(() => client.query({ query: AllTaskIdsDocument, variables, fetchPolicy: "no-cache" }));
  for (let answer = await read({ where, startingAt: at }); ; ) {
    const { nodes = [], pageInfo } = answer.data?.tasks ?? {};
    yield nodes.filter(({ id }) => !except.has(id));
    if (!pageInfo?.hasNextPage) return;
    answer = await read({ where, after: pageInfo.endCursor });
  }
}

/** The tasks as the cache has them. A missing one is assumed to have ended; the server decides. */
export function tasksOf(cache: ApolloCache, ids: string[]): ChosenTask[] {
  return ids.map((id) => {
    const from = cache.identify({ __typename: "TaskRecord", id });
    const fragment = { fragment: TaskRow_TaskFragmentDoc, fragmentName: "TaskRow_task" };
    return (
      cache.readFragment({ id: from, ...fragment }) ?? { id, status: "COMPLETED", onlyServiceEnds: false }
    );
  });
}
