import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { Refused } from "../service/errors";

type Payload = { errors: ConstructorParameters<typeof Refused>[0][] } | null;

/** Returns a function that calls a mutation and returns its data; it throws Refused for the first error of a payload. */
export function useChange() {
  const client = useApolloClient();
  return async <Data extends Record<string, Payload>, Variables extends OperationVariables>(
    mutation: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> => {
    const { data } = await client.mutate<Data, OperationVariables>({ mutation, variables });
    const [refused] = Object.values(data ?? {}).flatMap((payload) => payload?.errors ?? []);
    if (refused) throw new Refused(refused);
    return data as Data;
  };
}
