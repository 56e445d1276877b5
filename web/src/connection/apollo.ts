import {
  ApolloClient,
  ApolloLink,
  HttpLink,
  InMemoryCache,
  type NormalizedCacheObject,
} from "@apollo/client";
import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { SetContextLink } from "@apollo/client/link/context";
import { ErrorLink } from "@apollo/client/link/error";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import type { Client as Socket } from "graphql-ws";
import { authorization, expireSession } from "../session/session";

export function createApolloClient(socket: Socket, cached: NormalizedCacheObject): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.split(
      (operation) =>
        operation.operationType === OperationTypeNode.SUBSCRIPTION ||
        operation.getContext().overSocket === true,
      new GraphQLWsLink(socket),
      ApolloLink.from([expiry, bearer, new HttpLink({ uri: "/graphql" })]),
    ),
    cache: new InMemoryCache({
      typePolicies: {
        Query: {
          fields: {
            task: {
              read: (existing, { args, toReference }) =>
                existing ?? toReference({ __typename: "TaskRecord", id: args?.id }),
            },
          },
        },
        Statistics: { keyFields: ["period", "periodDate"] },
        Viewer: { keyFields: [] },
        Image: { merge: true },
      },
    }).restore(cached),
    dataMasking: true,
  });
}

const bearer = new SetContextLink(async (previous) => ({
  headers: { ...previous.headers, ...(await authorization()) },
}));

/** Repeats a request once that was sent with an expired token, when there is one who gives another. */
const expiry = new ErrorLink(({ error, operation, forward }) => {
  if (isUnauthenticated(error) && expireSession(operation.getContext().headers)) return forward(operation);
});

function isUnauthenticated(error: unknown): boolean {
  if (ServerError.is(error)) return error.statusCode === 401;
  return (
    CombinedGraphQLErrors.is(error) &&
    error.errors.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED")
  );
}
