/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../schema.generated';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Whether a count is exact. */
export type CountPrecision =
  | 'AT_LEAST'
  | 'EXACT';

/** From `gte` (included) to `lt` (excluded); either may be left out. */
export type DateTimeRange = {
  gte?: string | null | undefined;
  lt?: string | null | undefined;
};

/** Which tasks: those that meet every field given. An empty list matches nothing. */
export type TaskFilter = {
  /** Any of these. */
  aspectRatio?: Array<string> | null | undefined;
  createdAt?: DateTimeRange | null | undefined;
  /** Any of these. */
  modelVersion?: Array<string> | null | undefined;
  /** The prompt contains this text, case ignored, in any language; 1 to 200 characters. */
  search?: string | null | undefined;
  /** Any of these. */
  status?: Array<TaskStatus> | null | undefined;
  /** Any of these. */
  taskType?: Array<TaskType> | null | undefined;
};

/** How far a task has come. `COMPLETED` and `FAILED` are final. */
export type TaskStatus =
  /** Ended with an image. */
  | 'COMPLETED'
  /** Ended without one; `errorMessage` says why. */
  | 'FAILED'
  /** Recorded; nothing has begun. */
  | 'PENDING'
  /** Being generated. */
  | 'PROCESSING';

/** What kind of work a task is. */
export type TaskType =
  /** Changing an image. */
  | 'IMAGE_EDIT'
  /** From a prompt alone. */
  | 'IMAGE_GENERATION'
  /** From a template. */
  | 'TEMPLATE_GENERATION';

export type TaskCountQueryVariables = Exact<{
  where?: Types.TaskFilter | null | undefined;
}>;


export type TaskCountQuery = { tasks: { __typename: 'TaskConnection', totalCount: { __typename: 'Count', value: number, precision: Types.CountPrecision } } };


export const TaskCountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TaskCount"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"where"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TaskFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tasks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"where"},"value":{"kind":"Variable","name":{"kind":"Name","value":"where"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}}]}}]}}]} as unknown as DocumentNode<TaskCountQuery, TaskCountQueryVariables>;