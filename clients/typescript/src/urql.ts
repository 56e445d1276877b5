import { type Exchange, subscriptionExchange } from "@urql/core";
import { type Cache, type CacheExchangeOpts, cacheExchange, type Entity } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import type { Connection } from "./access/connection.ts";
import { typesWithoutId } from "./types.generated.ts";

/**
 * Sends queries and mutations over HTTP, and renews an expired token. Sends subscriptions over the connection's
 * WebSocket. It must be the last exchange, in place of `fetchExchange`.
 */
export function taskRecordExchange(connection: Connection): Exchange {
  return subscriptionExchange({
    enableAllOperations: true,
    forwardSubscription: ({ query = "", variables, operationName, extensions }, { kind }) => ({
      subscribe(sink) {
        const request = { query, variables: variables ?? {}, operationName, extensions };
        const next = (answer: unknown) => sink.next(answer as Parameters<typeof sink.next>[0]);
        const error = (reason: unknown) => sink.error(reason);
        const complete = () => sink.complete();
        if (kind === "subscription")
          return { unsubscribe: connection.socket.subscribe(request, { next, error, complete }) };
        const stop = new AbortController();
        connection.execute(request, { signal: stop.signal }).then(
          (answer) => {
            next(answer);
            complete();
          },
          (reason) => stop.signal.aborted || error(reason),
        );
        return { unsubscribe: () => stop.abort() };
      },
    }),
  });
}

/** Returns the options of `cacheExchange` for this API, to which you can add yours. */
export function cacheOptions(): CacheExchangeOpts {
  return {
    keys: Object.fromEntries(typesWithoutId.map((name) => [name, () => null])),
    resolvers: {
      Query: {
        tasks: relayPagination(),
        // A task that a list has loaded is read from the cache.
        task: (_, { id }) => ({ __typename: "TaskRecord", id: String(id) }),
      },
      Credits: { entries: relayPagination() },
      TaskRecord: { derivedTasks: relayPagination() },
    },
    updates: {
      Mutation: {
        createTask: (_result, _given, cache) => readListsAgain(cache),
        deleteTask: (result, _given, cache) => {
          const { deletedTaskId } = Object(result.deleteTask);
          if (deletedTaskId) remove(cache, deletedTaskId);
        },
      },
      Subscription: {
        taskEvents: (result, _given, cache) => {
          const { kind, taskId } = Object(result.taskEvents);
          if (kind === "CREATED") readListsAgain(cache);
          if (kind === "DELETED") remove(cache, taskId);
        },
      },
    },
    optimistic: {
      deleteTask: ({ input }) => ({
        __typename: "DeleteTaskPayload",
        deletedTaskId: Object(input).id,
        errors: [],
      }),
    },
  };
}

/** Graphcache with these options. */
export const graphcache = (): Exchange => cacheExchange(cacheOptions());

/** Reads all lists again after a new task, since only the server knows which lists contain it. */
function readListsAgain(cache: Cache): void {
  for (const { fieldName, arguments: given } of cache.inspectFields("Query"))
    if (fieldName === "tasks" || fieldName === "statistics") cache.invalidate("Query", fieldName, given);
}

/** Removes a task from all lists. */
function remove(cache: Cache, id: string): void {
  const task = cache.keyOfEntity({ __typename: "TaskRecord", id });
  for (const { fieldName, fieldKey } of cache.inspectFields("Query")) {
    if (fieldName !== "tasks") continue;
    const list = cache.resolve("Query", fieldKey) as Entity;
    const nodes = cache.resolve(list, "nodes") as string[] | undefined;
    const edges = cache.resolve(list, "edges") as string[] | undefined;
    if (nodes)
      cache.link(
        list,
        "nodes",
        nodes.filter((node) => node !== task),
      );
    if (edges)
      cache.link(
        list,
        "edges",
        edges.filter((edge) => cache.resolve(edge, "node") !== task),
      );
  }
}
