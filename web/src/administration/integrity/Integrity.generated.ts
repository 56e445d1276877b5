/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../schema.generated';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type IntegrityQueryVariables = Exact<{ [key: string]: never; }>;


export type IntegrityQuery = { admin: { __typename: 'Admin', integrity: { __typename: 'IntegrityReport', checkedAt: string, missingObjects: number, orphanedObjects: number, driftedStatistics: number, driftedCredits: number, foreignKeys: number, overdueRemovals: number } } | null };


export const IntegrityDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Integrity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"admin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkedAt"}},{"kind":"Field","name":{"kind":"Name","value":"missingObjects"}},{"kind":"Field","name":{"kind":"Name","value":"orphanedObjects"}},{"kind":"Field","name":{"kind":"Name","value":"driftedStatistics"}},{"kind":"Field","name":{"kind":"Name","value":"driftedCredits"}},{"kind":"Field","name":{"kind":"Name","value":"foreignKeys"}},{"kind":"Field","name":{"kind":"Name","value":"overdueRemovals"}}]}}]}}]}}]} as unknown as DocumentNode<IntegrityQuery, IntegrityQueryVariables>;