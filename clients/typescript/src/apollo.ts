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
import { print } from "@apollo/client/utilities";
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
  edges?: { node: Reference }[];
  pageInfo?: Record<"startCursor" | "endCursor", string | null> &
    Record<"hasNextPage" | "hasPreviousPage", boolean>;
}

/**
 * Joins the pages of a list, with `nodes` or `edges`, for each combination of these arguments. Select `pageInfo {
 * startCursor endCursor }` as well.
 */
export function pages(...keyArgs: string[]): FieldPolicy<Page> {
  return {
    keyArgs,
    merge(old, page, { args }) {
      const follows = old && args?.after && args.after === old.pageInfo?.endCursor;
      const precedes = old && args?.before && args.before === old.pageInfo?.startCursor;
      if (follows) return joined(old, page, page);
      return precedes ? joined(page, old, page) : page; // the first page, or the list read again
    },
    // Leaves out deleted tasks, which are no longer in the cache.
    read: (list, { canRead, readField }) =>
      list && {
        ...list,
        ...(list.nodes && { nodes: list.nodes.filter(canRead) }),
        ...(list.edges && { edges: list.edges.filter((edge) => canRead(readField("node", edge as never))) }),
      },
  };
}

function joined(first: Page, last: Page, latest: Page): Page {
  const [start, end] = [first.pageInfo, last.pageInfo];
  return {
    ...(latest === first ? last : first),
    ...latest,
    ...((first.nodes ?? last.nodes) && { nodes: [...(first.nodes ?? []), ...(last.nodes ?? [])] }),
    ...((first.edges ?? last.edges) && { edges: [...(first.edges ?? []), ...(last.edges ?? [])] }),
    ...(start &&
      end && {
        pageInfo: {
          ...latest.pageInfo,
          startCursor: start.startCursor ?? end.startCursor,
          endCursor: end.endCursor ?? start.endCursor,
          hasPreviousPage: start.hasPreviousPage,
          hasNextPage: end.hasNextPage,
        },
      }),
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
