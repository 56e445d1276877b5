/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type PageTitle_TaskFragment = { __typename: 'TaskRecord', prompt: string } & { ' $fragmentName'?: 'PageTitle_TaskFragment' };

export const PageTitle_TaskFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PageTitle_task"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskRecord"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"prompt"}}]}}]} as unknown as DocumentNode<PageTitle_TaskFragment, unknown>;