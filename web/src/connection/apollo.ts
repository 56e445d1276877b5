import { ApolloClient, ApolloLink, type NormalizedCacheObject, type Reference } from "@apollo/client";
import { Connection } from "@task-record/client";
import { createLink, taskById } from "@task-record/client/apollo";
import { currentToken } from "../session/session";
import { parseExactly } from "./exactNumbers";
import { NewestCache } from "./NewestCache";

/**
 * Creates the connection to the server, with the WebSocket that all subscriptions share. It does not retry: the page
 * shows a failure at once, and its reader tries again.
 */
export function createConnection(): Connection {
  return new Connection({ token: currentToken, patience: 0, parse: parseExactly });
}

/** Creates a client. Requests pass through the links `first` before they are sent. */
export function createApolloClient(
  connection: Connection,
  cached: NormalizedCacheObject,
  ...first: ApolloLink[]
): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.from([...first, createLink(connection)]),
    cache: new NewestCache({
      typePolicies: {
        Query: {
          fields: {
            task: taskById,
            boards: { keyArgs: false, merge: mergeEntries },
            shareLinks: { keyArgs: false, merge: mergeEntries },
          },
        },
        Statistics: { keyFields: ["period", "periodDate"] },
        Viewer: { keyFields: [] },
        // Counts, totals and failures of one list are separate queries.
        TaskConnection: { merge: true },
        Image: { merge: true },
        Board: { fields: { tasks: { keyArgs: false, merge: mergeOnce } } },
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
 * Merges a page into a list that grows at its beginning. A later page is added at the end. The first page, read again,
 * replaces the beginning of the list, up to the page's last entry. An entry that moved appears only where it was read
 * last.
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

/** The same, except that a later page whose entries are all loaded leaves the list as it is. */
const mergeOnce: typeof mergeEntries = (existing, incoming, options) => {
  const known = new Set(existing?.nodes.map(({ __ref }) => __ref));
  const isAgain = options.args?.after && incoming.nodes.every(({ __ref }) => known.has(__ref));
  return existing && isAgain ? existing : mergeEntries(existing, incoming, options);
};
