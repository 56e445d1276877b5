/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../schema.generated';

import type { TaskThumbnails_TaskFragment } from '../tasks/TaskThumbnails.generated';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

export type TaskPictureQueryVariables = Exact<{
  id: string | number;
}>;


export type TaskPictureQuery = { task: (
    { __typename: 'TaskRecord', id: string }
    & { ' $fragmentRefs'?: { 'TaskPicture_TaskFragment': TaskPicture_TaskFragment;'TaskThumbnails_TaskFragment': TaskThumbnails_TaskFragment } }
  ) | null };

export type TaskPicture_TaskFragment = { __typename: 'TaskRecord', id: string, status: Types.TaskStatus, taskType: Types.TaskType, prompt: string, aspectRatio: string | null, modelVersion: string | null, tokensUsed: number, creditsDeducted: number, generationTimeMs: number | null, errorMessage: string | null, createdAt: string, completedAt: string | null, originalImage: { __typename: 'Image', width: number | null, height: number | null, size: number | null, thumbHash: string | null, fullUrl: string } | null, generatedImage: { __typename: 'Image', width: number | null, height: number | null, size: number | null, thumbHash: string | null, fullUrl: string } | null } & { ' $fragmentName'?: 'TaskPicture_TaskFragment' };

export const TaskPicture_TaskFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskPicture_task"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskRecord"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"taskType"}},{"kind":"Field","name":{"kind":"Name","value":"prompt"}},{"kind":"Field","name":{"kind":"Name","value":"aspectRatio"}},{"kind":"Field","name":{"kind":"Name","value":"modelVersion"}},{"kind":"Field","name":{"kind":"Name","value":"tokensUsed"}},{"kind":"Field","name":{"kind":"Name","value":"creditsDeducted"}},{"kind":"Field","name":{"kind":"Name","value":"generationTimeMs"}},{"kind":"Field","name":{"kind":"Name","value":"errorMessage"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"originalImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"fullUrl"},"name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"size"}},{"kind":"Field","name":{"kind":"Name","value":"thumbHash"}}]}},{"kind":"Field","name":{"kind":"Name","value":"generatedImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"fullUrl"},"name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"size"}},{"kind":"Field","name":{"kind":"Name","value":"thumbHash"}}]}}]}}]} as unknown as DocumentNode<TaskPicture_TaskFragment, unknown>;
export const TaskPictureDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TaskPicture"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"task"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskPicture_task"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskThumbnails_task"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskPicture_task"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskRecord"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"taskType"}},{"kind":"Field","name":{"kind":"Name","value":"prompt"}},{"kind":"Field","name":{"kind":"Name","value":"aspectRatio"}},{"kind":"Field","name":{"kind":"Name","value":"modelVersion"}},{"kind":"Field","name":{"kind":"Name","value":"tokensUsed"}},{"kind":"Field","name":{"kind":"Name","value":"creditsDeducted"}},{"kind":"Field","name":{"kind":"Name","value":"generationTimeMs"}},{"kind":"Field","name":{"kind":"Name","value":"errorMessage"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"originalImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"fullUrl"},"name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"size"}},{"kind":"Field","name":{"kind":"Name","value":"thumbHash"}}]}},{"kind":"Field","name":{"kind":"Name","value":"generatedImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"fullUrl"},"name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"size"}},{"kind":"Field","name":{"kind":"Name","value":"thumbHash"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskThumbnails_task"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskRecord"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"originalImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"thumbnailUrl"},"name":{"kind":"Name","value":"url"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"variant"},"value":{"kind":"EnumValue","value":"THUMBNAIL"}}]},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"thumbHash"}}]}},{"kind":"Field","name":{"kind":"Name","value":"generatedImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"thumbnailUrl"},"name":{"kind":"Name","value":"url"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"variant"},"value":{"kind":"EnumValue","value":"THUMBNAIL"}}]},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"thumbHash"}}]}}]}}]} as unknown as DocumentNode<TaskPictureQuery, TaskPictureQueryVariables>;