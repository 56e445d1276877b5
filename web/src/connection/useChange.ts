import type { DefaultContext, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { Refused } from "@task-record/client";

type Payload = { errors: ConstructorParameters<typeof Refused>[0][] } | null;

/**
 * Returns a function that calls a mutation and returns its data. It throws Refused for the first error of the payload.
 * Apollo passes `context` to `fetch`, for example the signal that aborts the request.
 */
export function useChange() {
  const client = useApolloClient();
  return async <Data extends Record<string, Payload>, Variables extends OperationVariables>(
    mutation: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    context: DefaultContext = {},
  ): Promise<Data> => {
    const { data } = await client.mutate<Data, OperationVariables>({ mutation, variables, context });
    const [refused] = Object.values(data ?? {}).flatMap((payload) => payload?.errors ?? []);
    if (refused) throw new Refused(refused);
    return data as Data;
  };
}
