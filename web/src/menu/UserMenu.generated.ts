/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '@task-record/client/schema.generated';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type UserMenuQueryVariables = Exact<{ [key: string]: never; }>;


export type UserMenuQuery = { viewer: { __typename: 'Viewer', id: string, role: Types.Role, storageUsed: number, tasksThisMonth: number, plan: { __typename: 'Plan', name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean } } };


export const UserMenuDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UserMenu"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"plan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"taskTypes"}},{"kind":"Field","name":{"kind":"Name","value":"maxImageSize"}},{"kind":"Field","name":{"kind":"Name","value":"maxStorage"}},{"kind":"Field","name":{"kind":"Name","value":"maxTasksPerMonth"}},{"kind":"Field","name":{"kind":"Name","value":"trashDays"}},{"kind":"Field","name":{"kind":"Name","value":"markImages"}},{"kind":"Field","name":{"kind":"Name","value":"canExport"}},{"kind":"Field","name":{"kind":"Name","value":"canShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"storageUsed"}},{"kind":"Field","name":{"kind":"Name","value":"tasksThisMonth"}}]}}]}}]} as unknown as DocumentNode<UserMenuQuery, UserMenuQueryVariables>;