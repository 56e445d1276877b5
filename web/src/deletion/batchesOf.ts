import type { ApolloClient } from "@apollo/client";
import { patiently } from "../connection/patiently";
import { AllTaskIdsDocument, type AllTaskIdsQueryVariables } from "./AllTaskIds.generated";
import { isLeaving } from "./leaving";
import type { Chosen } from "./useSelection";

/** As many as the API reads or deletes at once. */
const atOnce = 100;

/** The ids of what is chosen, a hundred at a time; of all that match they are read from the server, without those that are leaving. */
export async function* batchesOf(client: ApolloClient, chosen: Chosen): AsyncGenerator<string[]> {
  if (Array.isArray(chosen)) {
    for (let place = 0; place < chosen.length; place += atOnce) yield chosen.slice(place, place + atOnce);
    return;
  }
  const { where, at, except } = chosen;
  const read = (variables: AllTaskIdsQueryVariables) =>
    patiently(() => client.query({ query: AllTaskIdsDocument, variables, fetchPolicy: "no-cache" }));
  for (let answer = await read({ where, startingAt: at }); ; ) {
    const { nodes = [], pageInfo } = answer.data?.tasks ?? {};
    yield nodes.map(({ id }) => id).filter((id) => !except.has(id) && !isLeaving(id));
    if (!pageInfo?.hasNextPage) return;
    answer = await read({ where, after: pageInfo.endCursor });
  }
}
