import {
  ApolloClient,
  ApolloLink,
  InMemoryCache,
  type NormalizedCacheObject,
  type Reference,
} from "@apollo/client";
import { Connection } from "@task-record/client";
import { createLink, taskById } from "@task-record/client/apollo";
import { currentToken } from "../session/session";
import { parseExactly } from "./exactNumbers";

/**
 * Creates the connection to the server, with the WebSocket that all subscriptions share. The page says at once what
 * failed, and has its reader try again.
 */
export function createConnection(): Connection {
  return new Connection({ token: currentToken, patience: 0, parse: parseExactly });
}

/** Creates a client. Requests pass through the link `first`, if it is given, before they are sent. */
export function createApolloClient(
  connection: Connection,
  cached: NormalizedCacheObject,
  ...first: ApolloLink[]
): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.from([...first, createLink(connection)]),
    cache: new InMemoryCache({
      typePolicies: {
        Query: { fields: { task: taskById } },
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
