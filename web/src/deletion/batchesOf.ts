import type { ApolloClient } from "@apollo/client";
import { retryWhenLimited } from "../connection/retryWhenLimited";
import { AllTaskIdsDocument, type AllTaskIdsQueryVariables } from "./AllTaskIds.generated";
import { isLeaving } from "./leaving";
import type { Chosen } from "./useSelection";

/** The most ids that the API takes at once. */
const idsPerRequest = 100;

/**
 * Yields the ids of the chosen tasks, 100 at a time. If all that match are chosen, the ids are read from the
 * server, without tasks that are being deleted.
 */
export async function* batchesOf(client: ApolloClient, chosen: Chosen): AsyncGenerator<string[]> {
  if (Array.isArray(chosen)) {
    for (let place = 0; place < chosen.length; place += idsPerRequest)
      yield chosen.slice(place, place + idsPerRequest);
    return;
  }
  const { where, at, except } = chosen;
  const read = (variables: AllTaskIdsQueryVariables) =>
    retryWhenLimited(() => client.query({ query: AllTaskIdsDocument, variables, fetchPolicy: "no-cache" }));
  for (let answer = await read({ where, startingAt: at }); ; ) {
    const { nodes = [], pageInfo } = answer.data?.tasks ?? {};
    yield nodes.map(({ id }) => id).filter((id) => !except.has(id) && !isLeaving(id));
    if (!pageInfo?.hasNextPage) return;
    answer = await read({ where, after: pageInfo.endCursor });
  }
}
