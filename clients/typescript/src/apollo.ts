import {
  type ApolloCache,
  type ApolloClient,
  ApolloLink,
  type FieldPolicy,
  gql,
  InMemoryCache,
  Observable,
  type Reference,
  type TypedDocumentNode,
  type TypePolicies,
} from "@apollo/client";
import { print, relayStylePagination } from "@apollo/client/utilities";
import type { Connection } from "./access/connection.ts";
import {
  DeleteTaskDocument,
  type DeleteTaskMutation,
  type DeleteTaskMutationVariables,
} from "./api.generated.ts";
import { possibleTypes } from "./types.generated.ts";

/**
 * Sends queries and mutations over HTTP, and renews an expired token. Sends subscriptions, and operations with
 * `overSocket` in their context, over the connection's WebSocket.
 */
export function createLink(connection: Connection): ApolloLink {
  return new ApolloLink(
    (operation) =>
      new Observable((observer) => {
        const { query, operationName, variables, extensions } = operation;
        const request = { query: print(query), operationName, variables, extensions };
        const { overSocket, fetchOptions } = operation.getContext();
        const next = (answer: object) => observer.next(answer);
        if (overSocket || operation.operationType === "subscription")
          return connection.socket.subscribe(request, {
            next,
            error: (error) => observer.error(error),
            complete: () => observer.complete(),
          });
        const stop = new AbortController();
        const signals = [stop.signal, ...(fetchOptions?.signal ? [fetchOptions.signal] : [])];
        connection.execute(request, { signal: AbortSignal.any(signals) }).then(
          (answer) => {
            next(answer);
            observer.complete();
          },
          (error) => observer.error(error),
        );
        return () => stop.abort();
      }),
  );
}

/** Creates a cache with `typePolicies`, and adds policies of your own. */
export function createCache(more: TypePolicies = {}): InMemoryCache {
  const cache = new InMemoryCache({ possibleTypes, typePolicies: typePolicies() });
  cache.policies.addTypePolicies(more);
  return cache;
}

/** The policies of this API: how lists are paged, and which objects are merged. */
export function typePolicies(): TypePolicies {
  return {
    Query: { fields: { tasks: pages("where", "orderBy", "startingAt"), task: taskById } },
    Viewer: { keyFields: [] }, // there is only one
    Plan: { merge: true },
    Statistics: { merge: true }, // of one period and date
    Credits: { merge: true, fields: { entries: pages() } },
    TaskRecord: {
      fields: { derivedTasks: pages(), originalImage: image, generatedImage: image, images },
    },
  };
}

/** Reads a task from the cache if a list has loaded it. */
export const taskById: FieldPolicy = {
  read: (task, { args, toReference }) => task ?? toReference({ __typename: "TaskRecord", id: args?.id }),
};

interface Page {
  nodes?: Reference[];
  edges?: Edge[];
}

type Edge = Reference & { node?: Reference; cursor?: string };

/**
 * Joins the pages of a list as `relayStylePagination` does, for each combination of these arguments. A list may be
 * selected with `nodes` or `edges`. Select `pageInfo { startCursor endCursor }` as well.
 */
export function pages(...keyArgs: string[]): FieldPolicy<Page> {
  const { merge, read } = relayStylePagination(keyArgs) as FieldPolicy<Page> & { merge: MergeFunction };
  return {
    keyArgs,
    merge(old, page, options) {
      const { nodes, edges = nodes?.map((node: Reference) => ({ node })), ...rest } = page ?? {};
      const list = merge(old, page && { ...rest, ...(edges && { edges }) }, options);
      if (!edges && !old?.nodes) return list; // only fields such as `totalCount`
      const nodeOf = (edge: Edge) => options.readField<Reference>("node", edge);
      // A page may be read after its first task was deleted, with which the place of its cursor is lost.
      const unique = [
        ...new Map<unknown, Edge>(
          list.edges.map((edge: Edge) => [nodeOf(edge)?.__ref ?? edge, edge]),
        ).values(),
      ];
      return { ...list, edges: unique, nodes: unique.map(nodeOf) };
    },
    // Leaves out deleted tasks, which are no longer in the cache.
    read(list, options) {
      const { edges, ...rest } = (read?.(list as never, options) ?? {}) as Page;
      if (!list?.nodes) return list && (rest as Page);
      return { ...rest, edges, nodes: edges?.map((edge) => options.readField("node", edge)) } as Page;
    },
  };
}

/** Merges the fields that several queries read of one image. Another image replaces it. Select `sha256`. */
const image: FieldPolicy = {
  merge(old, image, { mergeObjects, readField }) {
    const is = (one: Reference | undefined) => one && readField("sha256", one);
    return is(old) && is(image) && is(old) !== is(image) ? image : mergeObjects(old, image);
  },
};

const images: FieldPolicy = {
  merge: (old = [], images, options) =>
    images.map((one: unknown, place: number) => (image.merge as MergeFunction)(old[place], one, options)),
};

type MergeFunction = Exclude<FieldPolicy["merge"], boolean | undefined>;

/** Removes the task from all lists immediately, and restores it if the server refuses. Resolves to the payload. */
export async function deleteTask(
  client: ApolloClient,
  id: string,
): Promise<DeleteTaskMutation["deleteTask"]> {
  const mutation: TypedDocumentNode<DeleteTaskMutation, DeleteTaskMutationVariables> = gql(
    String(DeleteTaskDocument),
  );
  const { data } = await client.mutate({
    mutation,
    variables: { input: { id } },
    optimisticResponse: {
      deleteTask: { __typename: "DeleteTaskPayload", deletedTaskId: id, errors: [] },
    } as never,
    update(cache, result) {
      if (result.data?.deleteTask?.deletedTaskId) unlist(cache, id);
    },
  });
  const payload = data?.deleteTask ?? null;
  if (payload?.deletedTaskId) client.cache.evict({ id: `TaskRecord:${id}` });
  return payload;
}

/** Removes the task from lists only. Evicting it here would make it look like a task that was never read. */
function unlist(cache: ApolloCache, id: string): void {
  cache.modify({
    fields: {
      tasks(list, { readField }) {
        const { nodes, edges } = list as Page;
        return {
          ...list,
          ...(nodes && { nodes: nodes.filter((one) => readField("id", one) !== id) }),
          ...(edges && { edges: edges.filter(({ node }) => readField("id", node) !== id) }),
        };
      },
    },
  });
}
