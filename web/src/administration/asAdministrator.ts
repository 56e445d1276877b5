import { type ApolloClient, ApolloLink, type InMemoryCache } from "@apollo/client";
import type { Connection } from "@task-record/client";
import type { DocumentNode } from "graphql";
import { map } from "rxjs";
import { createApolloClient, mergeEntries } from "../connection/apollo";
import {
  FailureReasonsOfUserDocument,
  OverallHistoryDocument,
  OverallStatisticsDocument,
  TaskListBeforeOfUserDocument,
  TaskListOfUserDocument,
  TaskOfUserDocument,
  TaskPlaceOfUserDocument,
  TasksAfterOfUserDocument,
  TasksBeforeOfUserDocument,
  TaskTotalsOfUserDocument,
} from "./asAdministrator.generated";
import { withoutMissing } from "./missing/withoutMissing";

const nameOf = ({ definitions: [operation] }: DocumentNode) =>
  operation?.kind === "OperationDefinition" ? operation.name?.value : undefined;

/**
 * Maps the name of each operation of the history page to the operation that reads the same data through `admin`,
 * for all users or for one.
 */
const instead: Record<string, DocumentNode> = {
  StatisticsCards: OverallStatisticsDocument,
  StatisticsChart: OverallHistoryDocument,
  TaskList: TaskListOfUserDocument,
  TaskListBefore: TaskListBeforeOfUserDocument,
  TaskTotals: TaskTotalsOfUserDocument,
  FailureReasons: FailureReasonsOfUserDocument,
  TaskPlace: TaskPlaceOfUserDocument,
  TaskPicture: TaskOfUserDocument,
  TaskThumbnails: TaskOfUserDocument,
  TasksBefore: TasksBeforeOfUserDocument,
  TasksAfter: TasksAfterOfUserDocument,
};

/**
 * Creates a client with which parts of the history page show an administrator the statistics of all users, or the
 * given user's tasks, exports included. Its own cache keeps these apart from the administrator's data.
 */
export function administratorsClient(connection: Connection, userId?: string): ApolloClient {
  const client = createApolloClient(
    connection,
    {},
    new ApolloLink((operation, forward) => {
      const { operationName, variables } = operation;
      if (operationName === "ExportTasks") operation.variables = { input: { ...variables.input, userId } };
      const document = instead[operationName ?? ""];
      if (!document) return forward(operation);
      operation.query = client.cache.transformDocument(document);
      operation.operationName = nameOf(document);
      operation.variables = { ...variables, userId };
      return forward(operation).pipe(map(({ data, ...rest }) => ({ ...rest, data: data?.admin ?? null })));
    }),
    withoutMissing,
  );
  (client.cache as InMemoryCache).policies.addTypePolicies({
    Admin: {
      keyFields: [],
      fields: {
        audit: { keyArgs: ["userId"], merge: mergeEntries },
        users: { keyArgs: ["orderBy", "lastTaskBefore"], merge: mergeEntries },
      },
    },
    UserUsage: { keyFields: ["userId"] },
  });
  return client;
}
