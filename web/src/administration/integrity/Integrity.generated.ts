/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type IntegrityOfObjectsQueryVariables = Exact<{ [key: string]: never; }>;


export type IntegrityOfObjectsQuery = { admin: { __typename: 'Admin', integrity: { __typename: 'IntegrityReport', checkedAt: string, missingObjects: number, damagedObjects: number, orphanedObjects: number } } | null };

export type IntegrityOfStatisticsQueryVariables = Exact<{ [key: string]: never; }>;


export type IntegrityOfStatisticsQuery = { admin: { __typename: 'Admin', integrity: { __typename: 'IntegrityReport', driftedStatistics: number } } | null };

export type IntegrityOfCreditsQueryVariables = Exact<{ [key: string]: never; }>;


export type IntegrityOfCreditsQuery = { admin: { __typename: 'Admin', integrity: { __typename: 'IntegrityReport', driftedCredits: number } } | null };

export type IntegrityOfKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type IntegrityOfKeysQuery = { admin: { __typename: 'Admin', integrity: { __typename: 'IntegrityReport', unownedObjects: number, overdueRemovals: number } } | null };


export const IntegrityOfObjectsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"IntegrityOfObjects"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"admin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkedAt"}},{"kind":"Field","name":{"kind":"Name","value":"missingObjects"}},{"kind":"Field","name":{"kind":"Name","value":"damagedObjects"}},{"kind":"Field","name":{"kind":"Name","value":"orphanedObjects"}}]}}]}}]}}]} as unknown as DocumentNode<IntegrityOfObjectsQuery, IntegrityOfObjectsQueryVariables>;
export const IntegrityOfStatisticsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"IntegrityOfStatistics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"admin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"driftedStatistics"}}]}}]}}]}}]} as unknown as DocumentNode<IntegrityOfStatisticsQuery, IntegrityOfStatisticsQueryVariables>;
export const IntegrityOfCreditsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"IntegrityOfCredits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"admin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"driftedCredits"}}]}}]}}]}}]} as unknown as DocumentNode<IntegrityOfCreditsQuery, IntegrityOfCreditsQueryVariables>;
export const IntegrityOfKeysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"IntegrityOfKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"admin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"unownedObjects"}},{"kind":"Field","name":{"kind":"Name","value":"overdueRemovals"}}]}}]}}]}}]} as unknown as DocumentNode<IntegrityOfKeysQuery, IntegrityOfKeysQueryVariables>;