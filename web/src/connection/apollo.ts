import {
  ApolloClient,
  ApolloLink,
  HttpLink,
  InMemoryCache,
  type NormalizedCacheObject,
  type Reference,
} from "@apollo/client";
import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { SetContextLink } from "@apollo/client/link/context";
import { ErrorLink } from "@apollo/client/link/error";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import type { Client } from "graphql-ws";
import { from, switchMap, throwError } from "rxjs";
import {
  authorization,
  bearerIn,
  expireSession,
  isSignedInAgain,
  tokensAreGiven,
  userOf,
} from "../session/session";
import { withExactNumbers } from "./exactNumbers";
import type { Socket } from "./socket";

/** Creates a client. Requests pass through the link `first`, if it is given, before they are sent. */
export function createApolloClient(
  socket: Socket,
  cached: NormalizedCacheObject,
  ...first: ApolloLink[]
): ApolloClient {
  const sent = ApolloLink.split(
    (operation) =>
      operation.operationType === OperationTypeNode.SUBSCRIPTION ||
      operation.getContext().overSocket === true,
    new GraphQLWsLink(socket as Client),
    ApolloLink.from([
      expiry,
      bearer,
      new HttpLink({ uri: "/graphql", fetch: async (...sent) => withExactNumbers(await fetch(...sent)) }),
    ]),
  );
  return new ApolloClient({
    link: ApolloLink.from([...first, sent]),
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
        // Counts, totals and failures of one list are asked for one by one.
        TaskConnection: { merge: true },
        Image: { merge: true },
        Plan: { merge: true },
        Credits: { merge: true, fields: { entries: { keyArgs: false, merge: mergeEntries } } },
        Webhook: { fields: { deliveries: { keyArgs: ["first", "state"], merge: mergeEntries } } },
      },
    }).restore(cached),
    dataMasking: true,
  });
}

interface Entries {
  nodes: Reference[];
  pageInfo?: { hasNextPage: boolean };
}

/**
 * Merges a page into a list that grows at its beginning. A later page is added at the end. The first page,
 * read again, replaces the list's beginning up to the last entry that both have. An entry that has moved
 * appears only where it was read last.
 */
export function mergeEntries(
  existing: Entries | undefined,
  incoming: Entries,
  { args }: { args: Record<string, unknown> | null },
): Entries {
  if (!existing || (!args?.after && !incoming.pageInfo?.hasNextPage)) return incoming;
  const read = new Set(incoming.nodes.map(({ __ref }) => __ref));
  const others = (nodes: Reference[]) => nodes.filter(({ __ref }) => !read.has(__ref));
  if (args?.after) return { ...incoming, nodes: [...others(existing.nodes), ...incoming.nodes] };
  const last = existing.nodes.findIndex(({ __ref }) => __ref === incoming.nodes.at(-1)?.__ref);
  if (last === -1) return incoming;
  return { ...existing, nodes: [...incoming.nodes, ...others(existing.nodes.slice(last + 1))] };
}

const bearer = new SetContextLink(async (previous) => ({
  headers: { ...previous.headers, ...(await authorization()) },
}));

/**
 * Sends a request again whose token had expired: once, if a surrounding product gives tokens; otherwise when
 * the same user has signed in again.
 */
const expiry: ApolloLink = new ErrorLink(({ error, operation, forward }) => {
  if (!isUnauthenticated(error)) return;
  if (tokensAreGiven()) return forward(operation);
  const refused = bearerIn(operation.getContext().headers);
  expireSession(refused);
  return from(isSignedInAgain(userOf(refused))).pipe(
    switchMap((again) => (again ? expiry.request(operation, forward) : throwError(() => error))),
  );
});

function isUnauthenticated(error: unknown): boolean {
  if (ServerError.is(error)) return error.statusCode === 401;
  return (
    CombinedGraphQLErrors.is(error) &&
    error.errors.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED")
  );
}
