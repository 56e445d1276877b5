/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.generated.ts';

import type { Connection, RequestOptions } from "./access/connection.ts";
import type { TypedText } from "./access/request.ts";
import type { Sink } from "./access/socket.ts";
export type DeleteTaskMutationVariables = Exact<{
  input: Types.DeleteTaskInput;
}>;


export type DeleteTaskMutation = { deleteTask: { deletedTaskId: string | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CreditPriceFieldsFragment = { taskType: Types.TaskType, credits: number };

export type PlanFieldsFragment = { name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, retentionDays: number | null, imageRetentionDays: number | null, promptRetentionDays: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean, creditPrices: Array<{ taskType: Types.TaskType, credits: number }> };

export type CreditsFieldsFragment = { available: number, held: number };

export type ViewerFieldsFragment = { id: string, storageUsed: number, tasksThisMonth: number, role: Types.Role, plan: { name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, retentionDays: number | null, imageRetentionDays: number | null, promptRetentionDays: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean, creditPrices: Array<{ taskType: Types.TaskType, credits: number }> }, credits: { available: number, held: number } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { id: string, storageUsed: number, tasksThisMonth: number, role: Types.Role, plan: { name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, retentionDays: number | null, imageRetentionDays: number | null, promptRetentionDays: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean, creditPrices: Array<{ taskType: Types.TaskType, credits: number }> }, credits: { available: number, held: number } | null } };

export type CreditEntryFieldsFragment = { id: string, kind: Types.CreditEntryKind, amount: number, available: number, held: number, taskId: string | null, grantId: string | null, reason: string | null, createdAt: string };

export type CreditEntryPageFragment = { nodes: Array<{ id: string, kind: Types.CreditEntryKind, amount: number, available: number, held: number, taskId: string | null, grantId: string | null, reason: string | null, createdAt: string }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } };

export type ViewerCreditsEntriesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ViewerCreditsEntriesQuery = { viewer: { credits: { entries: { nodes: Array<{ id: string, kind: Types.CreditEntryKind, amount: number, available: number, held: number, taskId: string | null, grantId: string | null, reason: string | null, createdAt: string }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null } };

export type WebhookFieldsFragment = { id: string, url: string, events: Array<Types.WebhookEventType>, allUsers: boolean, createdAt: string, failingSince: string | null, disabledAt: string | null, disabledReason: Types.WebhookDisabledReason | null };

export type ViewerWebhooksQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerWebhooksQuery = { viewer: { webhooks: Array<{ id: string, url: string, events: Array<Types.WebhookEventType>, allUsers: boolean, createdAt: string, failingSince: string | null, disabledAt: string | null, disabledReason: Types.WebhookDisabledReason | null }> } };

export type AuditEntryFieldsFragment = { id: string, actorId: string | null, action: Types.AuditAction, userId: string | null, count: number, detail: string, createdAt: string };

export type BoardFieldsFragment = { id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null };

export type BoardInvitationFieldsFragment = { id: string, role: Types.BoardRole, createdAt: string, expiresAt: string };

export type ErasureFieldsFragment = { id: string, userId: string, taskCount: number, imageCount: number, requestedAt: string, completedAt: string | null };

export type SavedViewTimesFieldsFragment = { gte: string | null, lt: string | null };

export type SavedViewMetadataFieldsFragment = { key: string, value: string };

export type SavedViewFilterFieldsFragment = { status: Array<Types.TaskStatus> | null, taskType: Array<Types.TaskType> | null, search: string | null, modelVersion: Array<string> | null, aspectRatio: Array<string> | null, externalId: Array<string> | null, failureCode: Array<string> | null, labels: Array<string> | null, ratedAtLeast: number | null, isStarred: boolean | null, board: Array<string> | null, createdAt: { gte: string | null, lt: string | null } | null, metadata: Array<{ key: string, value: string }> | null, updatedAt: { gte: string | null, lt: string | null } | null, completedAt: { gte: string | null, lt: string | null } | null };

export type SavedViewOrderFieldsFragment = { field: Types.TaskOrderField, direction: Types.OrderDirection };

export type SavedViewFieldsFragment = { id: string, name: string, createdAt: string, where: unknown, filter: { status: Array<Types.TaskStatus> | null, taskType: Array<Types.TaskType> | null, search: string | null, modelVersion: Array<string> | null, aspectRatio: Array<string> | null, externalId: Array<string> | null, failureCode: Array<string> | null, labels: Array<string> | null, ratedAtLeast: number | null, isStarred: boolean | null, board: Array<string> | null, createdAt: { gte: string | null, lt: string | null } | null, metadata: Array<{ key: string, value: string }> | null, updatedAt: { gte: string | null, lt: string | null } | null, completedAt: { gte: string | null, lt: string | null } | null }, orderBy: { field: Types.TaskOrderField, direction: Types.OrderDirection } };

export type ShareLinkFieldsFragment = { id: string, showsPrompt: boolean, allowsDownload: boolean, createdAt: string, expiresAt: string | null, revokedAt: string | null, views: number, task: { id: string } | null, board: { id: string } | null };

export type UserFieldsFragment = { id: string, storageUsed: number, tasksThisMonth: number, subject: string | null, plan: { name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, retentionDays: number | null, imageRetentionDays: number | null, promptRetentionDays: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean, creditPrices: Array<{ taskType: Types.TaskType, credits: number }> }, credits: { available: number, held: number } | null };

export type WebhookAttemptFieldsFragment = { startedAt: string, durationMs: number, status: number | null, error: string | null, errorCode: Types.WebhookErrorCode | null };

export type WebhookDeliveryFieldsFragment = { id: string, type: string, state: Types.DeliveryState, nextAttemptAt: string | null, createdAt: string, attempts: Array<{ startedAt: string, durationMs: number, status: number | null, error: string | null, errorCode: Types.WebhookErrorCode | null }> };

export type NodeQueryVariables = Exact<{
  id: string;
}>;


export type NodeQuery = { node:
    | { __typename: 'AuditEntry', id: string, actorId: string | null, action: Types.AuditAction, userId: string | null, count: number, detail: string, createdAt: string }
    | { __typename: 'Board', id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null }
    | { __typename: 'BoardInvitation', id: string, role: Types.BoardRole, createdAt: string, expiresAt: string }
    | { __typename: 'CreditEntry', id: string, kind: Types.CreditEntryKind, amount: number, available: number, held: number, taskId: string | null, grantId: string | null, reason: string | null, createdAt: string }
    | { __typename: 'Erasure', id: string }
    | { __typename: 'SavedView', id: string, name: string, createdAt: string, where: unknown, filter: { status: Array<Types.TaskStatus> | null, taskType: Array<Types.TaskType> | null, search: string | null, modelVersion: Array<string> | null, aspectRatio: Array<string> | null, externalId: Array<string> | null, failureCode: Array<string> | null, labels: Array<string> | null, ratedAtLeast: number | null, isStarred: boolean | null, board: Array<string> | null, createdAt: { gte: string | null, lt: string | null } | null, metadata: Array<{ key: string, value: string }> | null, updatedAt: { gte: string | null, lt: string | null } | null, completedAt: { gte: string | null, lt: string | null } | null }, orderBy: { field: Types.TaskOrderField, direction: Types.OrderDirection } }
    | { __typename: 'ShareLink', id: string }
    | { __typename: 'TaskRecord', id: string }
    | { __typename: 'User', id: string, storageUsed: number, tasksThisMonth: number, subject: string | null, plan: { name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, retentionDays: number | null, imageRetentionDays: number | null, promptRetentionDays: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean, creditPrices: Array<{ taskType: Types.TaskType, credits: number }> }, credits: { available: number, held: number } | null }
    | { __typename: 'Viewer', id: string }
    | { __typename: 'Webhook', id: string, url: string, events: Array<Types.WebhookEventType>, allUsers: boolean, createdAt: string, failingSince: string | null, disabledAt: string | null, disabledReason: Types.WebhookDisabledReason | null }
    | { __typename: 'WebhookDelivery', id: string, type: string, state: Types.DeliveryState, nextAttemptAt: string | null, createdAt: string, attempts: Array<{ startedAt: string, durationMs: number, status: number | null, error: string | null, errorCode: Types.WebhookErrorCode | null }> }
   | null };

export type NodesQueryVariables = Exact<{
  ids: Array<string>;
}>;


export type NodesQuery = { nodes: Array<
    | { __typename: 'AuditEntry', id: string, actorId: string | null, action: Types.AuditAction, userId: string | null, count: number, detail: string, createdAt: string }
    | { __typename: 'Board', id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null }
    | { __typename: 'BoardInvitation', id: string, role: Types.BoardRole, createdAt: string, expiresAt: string }
    | { __typename: 'CreditEntry', id: string, kind: Types.CreditEntryKind, amount: number, available: number, held: number, taskId: string | null, grantId: string | null, reason: string | null, createdAt: string }
    | { __typename: 'Erasure', id: string }
    | { __typename: 'SavedView', id: string, name: string, createdAt: string, where: unknown, filter: { status: Array<Types.TaskStatus> | null, taskType: Array<Types.TaskType> | null, search: string | null, modelVersion: Array<string> | null, aspectRatio: Array<string> | null, externalId: Array<string> | null, failureCode: Array<string> | null, labels: Array<string> | null, ratedAtLeast: number | null, isStarred: boolean | null, board: Array<string> | null, createdAt: { gte: string | null, lt: string | null } | null, metadata: Array<{ key: string, value: string }> | null, updatedAt: { gte: string | null, lt: string | null } | null, completedAt: { gte: string | null, lt: string | null } | null }, orderBy: { field: Types.TaskOrderField, direction: Types.OrderDirection } }
    | { __typename: 'ShareLink', id: string }
    | { __typename: 'TaskRecord', id: string }
    | { __typename: 'User', id: string, storageUsed: number, tasksThisMonth: number, subject: string | null, plan: { name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, retentionDays: number | null, imageRetentionDays: number | null, promptRetentionDays: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean, creditPrices: Array<{ taskType: Types.TaskType, credits: number }> }, credits: { available: number, held: number } | null }
    | { __typename: 'Viewer', id: string }
    | { __typename: 'Webhook', id: string, url: string, events: Array<Types.WebhookEventType>, allUsers: boolean, createdAt: string, failingSince: string | null, disabledAt: string | null, disabledReason: Types.WebhookDisabledReason | null }
    | { __typename: 'WebhookDelivery', id: string, type: string, state: Types.DeliveryState, nextAttemptAt: string | null, createdAt: string, attempts: Array<{ startedAt: string, durationMs: number, status: number | null, error: string | null, errorCode: Types.WebhookErrorCode | null }> }
   | null> };

export type TaskUserQueryVariables = Exact<{
  id: string;
}>;


export type TaskUserQuery = { task: { user: { id: string, storageUsed: number, tasksThisMonth: number, subject: string | null, plan: { name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, retentionDays: number | null, imageRetentionDays: number | null, promptRetentionDays: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean, creditPrices: Array<{ taskType: Types.TaskType, credits: number }> }, credits: { available: number, held: number } | null } | null } | null };

export type LabelFieldsFragment = { name: string, titleZh: string, titleEn: string };

export type TaskLabelsQueryVariables = Exact<{
  id: string;
}>;


export type TaskLabelsQuery = { task: { labels: Array<{ name: string, titleZh: string, titleEn: string }> } | null };

export type TaskSourceFieldsFragment = { relation: Types.TaskRelation, taskId: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, image: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null };

export type TaskSourcesQueryVariables = Exact<{
  id: string;
}>;


export type TaskSourcesQuery = { task: { sources: Array<{ relation: Types.TaskRelation, taskId: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, image: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null }> } | null };

export type TaskDerivedTasksQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type TaskDerivedTasksQuery = { task: { derivedTasks: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type LineageFieldsFragment = { depth: number, taskCount: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string, generationTimeMs: number, truncated: boolean, roots: Array<{ id: string }> };

export type TaskLineageQueryVariables = Exact<{
  id: string;
}>;


export type TaskLineageQuery = { task: { lineage: { depth: number, taskCount: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string, generationTimeMs: number, truncated: boolean, roots: Array<{ id: string }> } } | null };

export type TaskBoardsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
}>;


export type TaskBoardsQuery = { task: { boards: Array<{ id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null }> } | null };

export type UnfinishedTasksQueryVariables = Exact<{
  createdBefore: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type UnfinishedTasksQuery = { unfinishedTasks: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type TrashQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type TrashQuery = { trash: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type CountFieldsFragment = { value: number, precision: Types.CountPrecision };

export type TaskPlaceFieldsFragment = { cursor: string, before: { value: number, precision: Types.CountPrecision }, after: { value: number, precision: Types.CountPrecision } };

export type TaskPlaceQueryVariables = Exact<{
  id: string;
  where?: Types.TaskFilter | null | undefined;
  orderBy?: Types.TaskOrder | null | undefined;
}>;


export type TaskPlaceQuery = { taskPlace: { cursor: string, before: { value: number, precision: Types.CountPrecision }, after: { value: number, precision: Types.CountPrecision } } | null };

export type BoardPageFragment = { nodes: Array<{ id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } };

export type BoardsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type BoardsQuery = { boards: { nodes: Array<{ id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type BoardQueryVariables = Exact<{
  id: string;
}>;


export type BoardQuery = { board: { id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null } | null };

export type BoardTasksQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type BoardTasksQuery = { board: { tasks: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type BoardMemberFieldsFragment = { userId: string, role: Types.BoardRole, joinedAt: string };

export type BoardMembersQueryVariables = Exact<{
  id: string;
}>;


export type BoardMembersQuery = { board: { members: Array<{ userId: string, role: Types.BoardRole, joinedAt: string }> } | null };

export type BoardUsageFieldsFragment = { userId: string | null, month: string | null, taskCount: number, completedTasks: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string };

export type BoardStatisticsFieldsFragment = { total: { userId: string | null, month: string | null, taskCount: number, completedTasks: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string }, months: Array<{ userId: string | null, month: string | null, taskCount: number, completedTasks: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string }> };

export type BoardStatisticsQueryVariables = Exact<{
  id: string;
}>;


export type BoardStatisticsQuery = { board: { statistics: { total: { userId: string | null, month: string | null, taskCount: number, completedTasks: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string }, months: Array<{ userId: string | null, month: string | null, taskCount: number, completedTasks: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string }> } } | null };

export type BoardStatisticsMembersQueryVariables = Exact<{
  id: string;
  month?: string | null | undefined;
}>;


export type BoardStatisticsMembersQuery = { board: { statistics: { members: Array<{ userId: string | null, month: string | null, taskCount: number, completedTasks: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string }> } } | null };

export type BoardInvitationsQueryVariables = Exact<{
  id: string;
}>;


export type BoardInvitationsQuery = { board: { invitations: Array<{ id: string, role: Types.BoardRole, createdAt: string, expiresAt: string }> } | null };

export type ShareLinkPageFragment = { nodes: Array<{ id: string, showsPrompt: boolean, allowsDownload: boolean, createdAt: string, expiresAt: string | null, revokedAt: string | null, views: number, task: { id: string } | null, board: { id: string } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } };

export type BoardLinksQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type BoardLinksQuery = { board: { links: { nodes: Array<{ id: string, showsPrompt: boolean, allowsDownload: boolean, createdAt: string, expiresAt: string | null, revokedAt: string | null, views: number, task: { id: string } | null, board: { id: string } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type SavedViewsQueryVariables = Exact<{ [key: string]: never; }>;


export type SavedViewsQuery = { savedViews: Array<{ id: string, name: string, createdAt: string, where: unknown, filter: { status: Array<Types.TaskStatus> | null, taskType: Array<Types.TaskType> | null, search: string | null, modelVersion: Array<string> | null, aspectRatio: Array<string> | null, externalId: Array<string> | null, failureCode: Array<string> | null, labels: Array<string> | null, ratedAtLeast: number | null, isStarred: boolean | null, board: Array<string> | null, createdAt: { gte: string | null, lt: string | null } | null, metadata: Array<{ key: string, value: string }> | null, updatedAt: { gte: string | null, lt: string | null } | null, completedAt: { gte: string | null, lt: string | null } | null }, orderBy: { field: Types.TaskOrderField, direction: Types.OrderDirection } }> };

export type StatisticsFieldsFragment = { period: Types.StatisticsPeriod, periodDate: string | null, timeZone: string, taskCount: number, completedTasks: number, failedTasks: number, canceledTasks: number, successRate: number | null, tokensUsed: number, creditsDeducted: number, cost: string, totalGenerationTimeMs: number, avgGenerationTimeMs: number | null, imagesSize: number, updatedAt: string | null, currency: string };

export type StatisticsQueryVariables = Exact<{
  period?: Types.StatisticsPeriod | null | undefined;
  date?: string | null | undefined;
}>;


export type StatisticsQuery = { statistics: { period: Types.StatisticsPeriod, periodDate: string | null, timeZone: string, taskCount: number, completedTasks: number, failedTasks: number, canceledTasks: number, successRate: number | null, tokensUsed: number, creditsDeducted: number, cost: string, totalGenerationTimeMs: number, avgGenerationTimeMs: number | null, imagesSize: number, updatedAt: string | null, currency: string } };

export type StatisticsHistoryQueryVariables = Exact<{
  period: Types.StatisticsPeriod;
  from: string;
  to: string;
}>;


export type StatisticsHistoryQuery = { statisticsHistory: Array<{ period: Types.StatisticsPeriod, periodDate: string | null, timeZone: string, taskCount: number, completedTasks: number, failedTasks: number, canceledTasks: number, successRate: number | null, tokensUsed: number, creditsDeducted: number, cost: string, totalGenerationTimeMs: number, avgGenerationTimeMs: number | null, imagesSize: number, updatedAt: string | null, currency: string }> };

export type UsageGroupFieldsFragment = { day: string | null, modelVersion: string | null, taskType: Types.TaskType | null, hour: number | null, taskCount: number, completedTasks: number, failedTasks: number, canceledTasks: number, tokensUsed: number, creditsDeducted: number, cost: string, averageRating: number | null, generationTimeMs: number | null };

export type UsageQueryVariables = Exact<{
  from: string;
  to: string;
  groupBy: Array<Types.UsageDimension>;
  where?: Types.UsageFilter | null | undefined;
}>;


export type UsageQuery = { usage: Array<{ day: string | null, modelVersion: string | null, taskType: Types.TaskType | null, hour: number | null, taskCount: number, completedTasks: number, failedTasks: number, canceledTasks: number, tokensUsed: number, creditsDeducted: number, cost: string, averageRating: number | null, generationTimeMs: number | null }> };

export type TaskChangeFieldsFragment = { kind: Types.TaskEventKind, taskId: string, userId: string, changedAt: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null };

export type TaskChangePageFragment = { nodes: Array<{ kind: Types.TaskEventKind, taskId: string, userId: string, changedAt: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } };

export type TaskChangesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  userId?: string | null | undefined;
}>;


export type TaskChangesQuery = { taskChanges: { nodes: Array<{ kind: Types.TaskEventKind, taskId: string, userId: string, changedAt: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type SimilarTaskFieldsFragment = { likeness: Types.Likeness, score: number, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } };

export type SimilarTasksQueryVariables = Exact<{
  to: Types.SimilarToInput;
  first?: number | null | undefined;
}>;


export type SimilarTasksQuery = { similarTasks: Array<{ likeness: Types.Likeness, score: number, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } }> };

export type PromptFieldsFragment = { text: string, taskCount: number, completedTasks: number, failedTasks: number, creditsDeducted: number, lastUsedAt: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }, bestTask: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } };

export type PromptPageFragment = { nodes: Array<{ text: string, taskCount: number, completedTasks: number, failedTasks: number, creditsDeducted: number, lastUsedAt: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }, bestTask: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } };

export type PromptsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type PromptsQuery = { prompts: { nodes: Array<{ text: string, taskCount: number, completedTasks: number, failedTasks: number, creditsDeducted: number, lastUsedAt: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }, bestTask: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type LabelCountFieldsFragment = { taskCount: number, label: { name: string, titleZh: string, titleEn: string } };

export type LabelsQueryVariables = Exact<{ [key: string]: never; }>;


export type LabelsQuery = { labels: Array<{ taskCount: number, label: { name: string, titleZh: string, titleEn: string } }> };

export type ProvenanceFieldsFragment = { isSigned: boolean | null, aigcLabel: unknown, digitalSourceType: string | null };

export type ImageVerificationFieldsFragment = { isIntact: boolean | null, isTrusted: boolean | null, signer: string | null, recognisedBy: Types.Recognition | null, provenance: { isSigned: boolean | null, aigcLabel: unknown, digitalSourceType: string | null }, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null };

export type VerifyImageQueryVariables = Exact<{
  image: Types.GivenImageInput;
}>;


export type VerifyImageQuery = { verifyImage: { isIntact: boolean | null, isTrusted: boolean | null, signer: string | null, recognisedBy: Types.Recognition | null, provenance: { isSigned: boolean | null, aigcLabel: unknown, digitalSourceType: string | null }, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null } };

export type ShareLinksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ShareLinksQuery = { shareLinks: { nodes: Array<{ id: string, showsPrompt: boolean, allowsDownload: boolean, createdAt: string, expiresAt: string | null, revokedAt: string | null, views: number, task: { id: string } | null, board: { id: string } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } };

export type ModelFiguresFieldsFragment = { modelVersion: string, goodTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null };

export type ComparisonFiguresFieldsFragment = { taskCount: number, promptCount: number, cheaperTasks: number, costlierTasks: number, fasterTasks: number, slowerTasks: number, used: { modelVersion: string, goodTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null }, suggested: { modelVersion: string, goodTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null } };

export type FailuresOfModelFieldsFragment = { modelVersion: string, failedTasks: number, taskCount: number };

export type FailureFiguresFieldsFragment = { failedTasks: number, taskCount: number, cost: string, worst: { modelVersion: string, failedTasks: number, taskCount: number } | null };

export type RepetitionFiguresFieldsFragment = { taskCount: number, likedTasks: number, creditsDeducted: number, cost: string };

export type InsightFieldsFragment = { kind: Types.InsightKind, subject: string, taskCount: number, credits: number | null, figures:
    | { __typename: 'ComparisonFigures', taskCount: number, promptCount: number, cheaperTasks: number, costlierTasks: number, fasterTasks: number, slowerTasks: number, used: { modelVersion: string, goodTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null }, suggested: { modelVersion: string, goodTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null } }
    | { __typename: 'FailureFigures', failedTasks: number, taskCount: number, cost: string, worst: { modelVersion: string, failedTasks: number, taskCount: number } | null }
    | { __typename: 'RepetitionFigures', taskCount: number, likedTasks: number, creditsDeducted: number, cost: string }
  , tasks: Array<{ id: string }> };

export type InsightsQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type InsightsQuery = { insights: Array<{ kind: Types.InsightKind, subject: string, taskCount: number, credits: number | null, figures:
      | { __typename: 'ComparisonFigures', taskCount: number, promptCount: number, cheaperTasks: number, costlierTasks: number, fasterTasks: number, slowerTasks: number, used: { modelVersion: string, goodTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null }, suggested: { modelVersion: string, goodTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null } }
      | { __typename: 'FailureFigures', failedTasks: number, taskCount: number, cost: string, worst: { modelVersion: string, failedTasks: number, taskCount: number } | null }
      | { __typename: 'RepetitionFigures', taskCount: number, likedTasks: number, creditsDeducted: number, cost: string }
    , tasks: Array<{ id: string }> }> };

export type ModelResultsFieldsFragment = { modelVersion: string, taskCount: number, completedTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null };

export type ComparedTasksFieldsFragment = { first: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, second: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null };

export type ModelComparisonFieldsFragment = { promptCount: number, first: { modelVersion: string, taskCount: number, completedTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null }, second: { modelVersion: string, taskCount: number, completedTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null }, examples: Array<{ first: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, second: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null }> };

export type CompareModelsQueryVariables = Exact<{
  models: Array<string>;
  from: string;
  to: string;
}>;


export type CompareModelsQuery = { compareModels: { promptCount: number, first: { modelVersion: string, taskCount: number, completedTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null }, second: { modelVersion: string, taskCount: number, completedTasks: number, creditsDeducted: number, cost: string, generationTimeMs: number | null, averageRating: number | null }, examples: Array<{ first: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, second: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null }> } | null };

export type UserQueryVariables = Exact<{
  id: string;
}>;


export type UserQuery = { user: { id: string, storageUsed: number, tasksThisMonth: number, subject: string | null, plan: { name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, retentionDays: number | null, imageRetentionDays: number | null, promptRetentionDays: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean, creditPrices: Array<{ taskType: Types.TaskType, credits: number }> }, credits: { available: number, held: number } | null } | null };

export type UserCreditsEntriesQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type UserCreditsEntriesQuery = { user: { credits: { entries: { nodes: Array<{ id: string, kind: Types.CreditEntryKind, amount: number, available: number, held: number, taskId: string | null, grantId: string | null, reason: string | null, createdAt: string }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null } | null };

export type UserTasksQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  where?: Types.TaskFilter | null | undefined;
  orderBy?: Types.TaskOrder | null | undefined;
}>;


export type UserTasksQuery = { user: { tasks: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type UserBoardsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type UserBoardsQuery = { user: { boards: { nodes: Array<{ id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type UserShareLinksQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type UserShareLinksQuery = { user: { shareLinks: { nodes: Array<{ id: string, showsPrompt: boolean, allowsDownload: boolean, createdAt: string, expiresAt: string | null, revokedAt: string | null, views: number, task: { id: string } | null, board: { id: string } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type UserStatisticsQueryVariables = Exact<{
  id: string;
  period?: Types.StatisticsPeriod | null | undefined;
  date?: string | null | undefined;
}>;


export type UserStatisticsQuery = { user: { statistics: { period: Types.StatisticsPeriod, periodDate: string | null, timeZone: string, taskCount: number, completedTasks: number, failedTasks: number, canceledTasks: number, successRate: number | null, tokensUsed: number, creditsDeducted: number, cost: string, totalGenerationTimeMs: number, avgGenerationTimeMs: number | null, imagesSize: number, updatedAt: string | null, currency: string } } | null };

export type StorageReportFieldsFragment = { imageCount: number, imageSize: number, databaseSize: number, updatedAt: string };

export type FailingUserFieldsFragment = { userId: string, taskCount: number };

export type FailureGroupFieldsFragment = { failureCode: string | null, errorMessage: string | null, modelVersion: string | null, taskCount: number, userCount: number, lastFailedAt: string, taskId: string, userId: string, failingUsers: Array<{ userId: string, taskCount: number }> };

export type IntegrityReportFieldsFragment = { checkedAt: string, missingObjects: number, damagedObjects: number, orphanedObjects: number, driftedStatistics: number, driftedCredits: number, unownedObjects: number, overdueRemovals: number };

export type AdminFieldsFragment = { storage: { imageCount: number, imageSize: number, databaseSize: number, updatedAt: string }, failures: Array<{ failureCode: string | null, errorMessage: string | null, modelVersion: string | null, taskCount: number, userCount: number, lastFailedAt: string, taskId: string, userId: string, failingUsers: Array<{ userId: string, taskCount: number }> }>, integrity: { checkedAt: string, missingObjects: number, damagedObjects: number, orphanedObjects: number, driftedStatistics: number, driftedCredits: number, unownedObjects: number, overdueRemovals: number } };

export type AdminQueryVariables = Exact<{ [key: string]: never; }>;


export type AdminQuery = { admin: { storage: { imageCount: number, imageSize: number, databaseSize: number, updatedAt: string }, failures: Array<{ failureCode: string | null, errorMessage: string | null, modelVersion: string | null, taskCount: number, userCount: number, lastFailedAt: string, taskId: string, userId: string, failingUsers: Array<{ userId: string, taskCount: number }> }>, integrity: { checkedAt: string, missingObjects: number, damagedObjects: number, orphanedObjects: number, driftedStatistics: number, driftedCredits: number, unownedObjects: number, overdueRemovals: number } } | null };

export type AdminStatisticsQueryVariables = Exact<{
  period?: Types.StatisticsPeriod | null | undefined;
  date?: string | null | undefined;
}>;


export type AdminStatisticsQuery = { admin: { statistics: { period: Types.StatisticsPeriod, periodDate: string | null, timeZone: string, taskCount: number, completedTasks: number, failedTasks: number, canceledTasks: number, successRate: number | null, tokensUsed: number, creditsDeducted: number, cost: string, totalGenerationTimeMs: number, avgGenerationTimeMs: number | null, imagesSize: number, updatedAt: string | null, currency: string } } | null };

export type AdminStatisticsHistoryQueryVariables = Exact<{
  period: Types.StatisticsPeriod;
  from: string;
  to: string;
}>;


export type AdminStatisticsHistoryQuery = { admin: { statisticsHistory: Array<{ period: Types.StatisticsPeriod, periodDate: string | null, timeZone: string, taskCount: number, completedTasks: number, failedTasks: number, canceledTasks: number, successRate: number | null, tokensUsed: number, creditsDeducted: number, cost: string, totalGenerationTimeMs: number, avgGenerationTimeMs: number | null, imagesSize: number, updatedAt: string | null, currency: string }> } | null };

export type ActivityFieldsFragment = { periodDate: string, activeUsers: number, newUsers: number, taskCount: number };

export type AdminActivityQueryVariables = Exact<{
  from: string;
  to: string;
  period?: Types.StatisticsPeriod | null | undefined;
}>;


export type AdminActivityQuery = { admin: { activity: Array<{ periodDate: string, activeUsers: number, newUsers: number, taskCount: number }> } | null };

export type HourUseFieldsFragment = { weekday: number, hour: number, taskCount: number };

export type AdminHoursQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type AdminHoursQuery = { admin: { hours: Array<{ weekday: number, hour: number, taskCount: number }> } | null };

export type ModelUseFieldsFragment = { modelVersion: string | null, taskCount: number, completedTasks: number, failedTasks: number, creditsDeducted: number, cost: string };

export type AdminModelsQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type AdminModelsQuery = { admin: { models: Array<{ modelVersion: string | null, taskCount: number, completedTasks: number, failedTasks: number, creditsDeducted: number, cost: string }> } | null };

export type FailuresOnDayFieldsFragment = { day: string, failureCode: string | null, failedTasks: number };

export type AdminFailureHistoryQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type AdminFailureHistoryQuery = { admin: { failureHistory: Array<{ day: string, failureCode: string | null, failedTasks: number }> } | null };

export type UserUsageFieldsFragment = { userId: string, taskCount: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string, storageUsed: number, lastTaskAt: string | null, updatedAt: string, credits: { available: number, held: number } | null };

export type UserUsagePageFragment = { nodes: Array<{ userId: string, taskCount: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string, storageUsed: number, lastTaskAt: string | null, updatedAt: string, credits: { available: number, held: number } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } };

export type AdminUsersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  orderBy?: Types.UserUsageOrder | null | undefined;
  lastTaskBefore?: string | null | undefined;
}>;


export type AdminUsersQuery = { admin: { users: { nodes: Array<{ userId: string, taskCount: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string, storageUsed: number, lastTaskAt: string | null, updatedAt: string, credits: { available: number, held: number } | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type AdminUserQueryVariables = Exact<{
  id: string;
}>;


export type AdminUserQuery = { admin: { user: { userId: string, taskCount: number, failedTasks: number, tokensUsed: number, creditsDeducted: number, cost: string, storageUsed: number, lastTaskAt: string | null, updatedAt: string, credits: { available: number, held: number } | null } | null } | null };

export type AdminTasksQueryVariables = Exact<{
  userId?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  where?: Types.TaskFilter | null | undefined;
  orderBy?: Types.TaskOrder | null | undefined;
  startingAt?: string | null | undefined;
}>;


export type AdminTasksQuery = { admin: { tasks: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type AdminTaskQueryVariables = Exact<{
  id: string;
}>;


export type AdminTaskQuery = { admin: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null } | null };

export type AdminTaskPlaceQueryVariables = Exact<{
  userId: string;
  id: string;
  where?: Types.TaskFilter | null | undefined;
  orderBy?: Types.TaskOrder | null | undefined;
}>;


export type AdminTaskPlaceQuery = { admin: { taskPlace: { cursor: string, before: { value: number, precision: Types.CountPrecision }, after: { value: number, precision: Types.CountPrecision } } | null } | null };

export type AuditPageFragment = { nodes: Array<{ id: string, actorId: string | null, action: Types.AuditAction, userId: string | null, count: number, detail: string, createdAt: string }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } };

export type AdminAuditQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  userId?: string | null | undefined;
}>;


export type AdminAuditQuery = { admin: { audit: { nodes: Array<{ id: string, actorId: string | null, action: Types.AuditAction, userId: string | null, count: number, detail: string, createdAt: string }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type AdminErasureQueryVariables = Exact<{
  id: string;
}>;


export type AdminErasureQuery = { admin: { erasure: { id: string, userId: string, taskCount: number, imageCount: number, requestedAt: string, completedAt: string | null } | null } | null };

export type ErasurePageFragment = { nodes: Array<{ id: string, userId: string, taskCount: number, imageCount: number, requestedAt: string, completedAt: string | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } };

export type AdminErasuresQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  userId?: string | null | undefined;
}>;


export type AdminErasuresQuery = { admin: { erasures: { nodes: Array<{ id: string, userId: string, taskCount: number, imageCount: number, requestedAt: string, completedAt: string | null }>, pageInfo: { startCursor: string | null, endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean } } } | null };

export type DeleteTasksMutationVariables = Exact<{
  input: Types.DeleteTasksInput;
}>;


export type DeleteTasksMutation = { deleteTasks: { deletedTaskIds: Array<string>, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type UploadOriginalImageMutationVariables = Exact<{
  input: Types.UploadOriginalImageInput;
}>;


export type UploadOriginalImageMutation = { uploadOriginalImage: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type TrashTasksMutationVariables = Exact<{
  input: Types.TrashTasksInput;
}>;


export type TrashTasksMutation = { trashTasks: { trashedTaskIds: Array<string>, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type RestoreTasksMutationVariables = Exact<{
  input: Types.RestoreTasksInput;
}>;


export type RestoreTasksMutation = { restoreTasks: { restoredTaskIds: Array<string>, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type EmptyTrashMutationVariables = Exact<{ [key: string]: never; }>;


export type EmptyTrashMutation = { emptyTrash: { removedTasks: number, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type RateTaskMutationVariables = Exact<{
  input: Types.RateTaskInput;
}>;


export type RateTaskMutation = { rateTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type StarTasksMutationVariables = Exact<{
  input: Types.StarTasksInput;
}>;


export type StarTasksMutation = { starTasks: { tasks: Array<{ id: string }>, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CreateBoardMutationVariables = Exact<{
  input: Types.CreateBoardInput;
}>;


export type CreateBoardMutation = { createBoard: { board: { id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type UpdateBoardMutationVariables = Exact<{
  input: Types.UpdateBoardInput;
}>;


export type UpdateBoardMutation = { updateBoard: { board: { id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type DeleteBoardMutationVariables = Exact<{
  input: Types.DeleteBoardInput;
}>;


export type DeleteBoardMutation = { deleteBoard: { deletedBoardId: string | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type AddToBoardMutationVariables = Exact<{
  input: Types.AddToBoardInput;
}>;


export type AddToBoardMutation = { addToBoard: { board: { id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type RemoveFromBoardMutationVariables = Exact<{
  input: Types.RemoveFromBoardInput;
}>;


export type RemoveFromBoardMutation = { removeFromBoard: { board: { id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type InviteToBoardMutationVariables = Exact<{
  input: Types.InviteToBoardInput;
}>;


export type InviteToBoardMutation = { inviteToBoard: { url: string | null, secret: string | null, invitation: { id: string, role: Types.BoardRole, createdAt: string, expiresAt: string } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type JoinBoardMutationVariables = Exact<{
  input: Types.JoinBoardInput;
}>;


export type JoinBoardMutation = { joinBoard: { board: { id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type RevokeInvitationMutationVariables = Exact<{
  input: Types.RevokeInvitationInput;
}>;


export type RevokeInvitationMutation = { revokeInvitation: { board: { id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type SetBoardMemberMutationVariables = Exact<{
  input: Types.SetBoardMemberInput;
}>;


export type SetBoardMemberMutation = { setBoardMember: { board: { id: string, name: string, description: string, ownerId: string, role: Types.BoardRole, taskCount: number, memberCount: number, createdAt: string, updatedAt: string, cover: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type GrantCreditsMutationVariables = Exact<{
  input: Types.GrantCreditsInput;
}>;


export type GrantCreditsMutation = { grantCredits: { credits: { available: number, held: number } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type RevokeCreditsMutationVariables = Exact<{
  input: Types.RevokeCreditsInput;
}>;


export type RevokeCreditsMutation = { revokeCredits: { credits: { available: number, held: number } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type PurgeTasksMutationVariables = Exact<{
  input: Types.PurgeTasksInput;
}>;


export type PurgeTasksMutation = { purgeTasks: { purgedTasks: number, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type EraseUserMutationVariables = Exact<{
  input: Types.EraseUserInput;
}>;


export type EraseUserMutation = { eraseUser: { erasure: { id: string, userId: string, taskCount: number, imageCount: number, requestedAt: string, completedAt: string | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CreateWebhookMutationVariables = Exact<{
  input: Types.CreateWebhookInput;
}>;


export type CreateWebhookMutation = { createWebhook: { secret: string | null, webhook: { id: string, url: string, events: Array<Types.WebhookEventType>, allUsers: boolean, createdAt: string, failingSince: string | null, disabledAt: string | null, disabledReason: Types.WebhookDisabledReason | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type UpdateWebhookMutationVariables = Exact<{
  input: Types.UpdateWebhookInput;
}>;


export type UpdateWebhookMutation = { updateWebhook: { webhook: { id: string, url: string, events: Array<Types.WebhookEventType>, allUsers: boolean, createdAt: string, failingSince: string | null, disabledAt: string | null, disabledReason: Types.WebhookDisabledReason | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type RotateWebhookSecretMutationVariables = Exact<{
  input: Types.RotateWebhookSecretInput;
}>;


export type RotateWebhookSecretMutation = { rotateWebhookSecret: { secret: string | null, webhook: { id: string, url: string, events: Array<Types.WebhookEventType>, allUsers: boolean, createdAt: string, failingSince: string | null, disabledAt: string | null, disabledReason: Types.WebhookDisabledReason | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type DeleteWebhookMutationVariables = Exact<{
  input: Types.DeleteWebhookInput;
}>;


export type DeleteWebhookMutation = { deleteWebhook: { deletedWebhookId: string | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type ResendWebhookMutationVariables = Exact<{
  input: Types.ResendWebhookInput;
}>;


export type ResendWebhookMutation = { resendWebhook: { resentDeliveries: number, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type TestWebhookMutationVariables = Exact<{
  input: Types.TestWebhookInput;
}>;


export type TestWebhookMutation = { testWebhook: { delivery: { id: string, type: string, state: Types.DeliveryState, nextAttemptAt: string | null, createdAt: string, attempts: Array<{ startedAt: string, durationMs: number, status: number | null, error: string | null, errorCode: Types.WebhookErrorCode | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CreateShareLinkMutationVariables = Exact<{
  input: Types.CreateShareLinkInput;
}>;


export type CreateShareLinkMutation = { createShareLink: { url: string | null, shareLink: { id: string, showsPrompt: boolean, allowsDownload: boolean, createdAt: string, expiresAt: string | null, revokedAt: string | null, views: number, task: { id: string } | null, board: { id: string } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type RevokeShareLinkMutationVariables = Exact<{
  input: Types.RevokeShareLinkInput;
}>;


export type RevokeShareLinkMutation = { revokeShareLink: { shareLink: { id: string, showsPrompt: boolean, allowsDownload: boolean, createdAt: string, expiresAt: string | null, revokedAt: string | null, views: number, task: { id: string } | null, board: { id: string } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type SaveViewMutationVariables = Exact<{
  input: Types.SaveViewInput;
}>;


export type SaveViewMutation = { saveView: { savedView: { id: string, name: string, createdAt: string, where: unknown, filter: { status: Array<Types.TaskStatus> | null, taskType: Array<Types.TaskType> | null, search: string | null, modelVersion: Array<string> | null, aspectRatio: Array<string> | null, externalId: Array<string> | null, failureCode: Array<string> | null, labels: Array<string> | null, ratedAtLeast: number | null, isStarred: boolean | null, board: Array<string> | null, createdAt: { gte: string | null, lt: string | null } | null, metadata: Array<{ key: string, value: string }> | null, updatedAt: { gte: string | null, lt: string | null } | null, completedAt: { gte: string | null, lt: string | null } | null }, orderBy: { field: Types.TaskOrderField, direction: Types.OrderDirection } } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type DeleteViewMutationVariables = Exact<{
  input: Types.DeleteViewInput;
}>;


export type DeleteViewMutation = { deleteView: { deletedViewId: string | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type SetPlanMutationVariables = Exact<{
  input: Types.SetPlanInput;
}>;


export type SetPlanMutation = { setPlan: { user: { id: string, storageUsed: number, tasksThisMonth: number, subject: string | null, plan: { name: string, taskTypes: Array<Types.TaskType>, maxImageSize: number, maxStorage: number | null, maxTasksPerMonth: number | null, retentionDays: number | null, imageRetentionDays: number | null, promptRetentionDays: number | null, trashDays: number, markImages: string | null, canExport: boolean, canShare: boolean, creditPrices: Array<{ taskType: Types.TaskType, credits: number }> }, credits: { available: number, held: number } | null } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type TasksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  where?: Types.TaskFilter | null | undefined;
  orderBy?: Types.TaskOrder | null | undefined;
}>;


export type TasksQuery = { tasks: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type TasksOfUserQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  where?: Types.TaskFilter | null | undefined;
  orderBy?: Types.TaskOrder | null | undefined;
}>;


export type TasksOfUserQuery = { user: { tasks: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type TaskQueryVariables = Exact<{
  id: string;
}>;


export type TaskQuery = { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null };

export type TaskByExternalIdQueryVariables = Exact<{
  externalId: string;
  userId?: string | null | undefined;
}>;


export type TaskByExternalIdQuery = { taskByExternalId: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null };

export type ExportTasksMutationVariables = Exact<{
  input: Types.ExportTasksInput;
}>;


export type ExportTasksMutation = { exportTasks: { export: { url: string, expiresAt: string, taskCount: number, imageSize: number } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type BeginTaskMutationVariables = Exact<{
  input: Types.CreateTaskInput;
  start: Types.StartTaskInput;
}>;


export type BeginTaskMutation = { createTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null, startTask: { errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CreateTaskMutationVariables = Exact<{
  input: Types.CreateTaskInput;
}>;


export type CreateTaskMutation = { createTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type StartTaskMutationVariables = Exact<{
  input: Types.StartTaskInput;
}>;


export type StartTaskMutation = { startTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CompleteTaskMutationVariables = Exact<{
  input: Types.CompleteTaskInput;
}>;


export type CompleteTaskMutation = { completeTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type FailTaskMutationVariables = Exact<{
  input: Types.FailTaskInput;
}>;


export type FailTaskMutation = { failTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CancelTaskMutationVariables = Exact<{
  input: Types.CancelTaskInput;
}>;


export type CancelTaskMutation = { cancelTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CreateImageUploadMutationVariables = Exact<{
  input: Types.CreateImageUploadInput;
}>;


export type CreateImageUploadMutation = { createImageUpload: { upload: { id: string, method: string, url: string, expiresAt: string, headers: Array<{ name: string, value: string }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type RecordTasksMutationVariables = Exact<{
  input: Types.RecordTasksInput;
}>;


export type RecordTasksMutation = { recordTasks: { results: Array<{ task: { id: string } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> }>, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type TaskEventsSubscriptionVariables = Exact<{
  ids?: Array<string> | null | undefined;
}>;


export type TaskEventsSubscription = { taskEvents: { kind: Types.TaskEventKind, taskId: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null } };

export type TaskFieldsFragment = { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> };

export type ImageFieldsFragment = { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null };

export type ErrorFieldsFragment = { field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown };

export type TaskPageFragment = { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, rating: number | null, trashedAt: string | null, imagesRemovedAt: string | null, promptRemovedAt: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } };

export const DeleteTaskDocument: TypedText<DeleteTaskMutation, DeleteTaskMutationVariables> =
  "mutation DeleteTask($input:DeleteTaskInput!){deleteTask(input:$input){deletedTaskId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function deleteTask(connection: Connection, variables: DeleteTaskMutationVariables, options?: RequestOptions): Promise<DeleteTaskMutation> {
  return connection.request(DeleteTaskDocument, variables, options);
}

export const ViewerDocument: TypedText<ViewerQuery, ViewerQueryVariables> =
  "query Viewer{viewer{...ViewerFields}}fragment ViewerFields on Viewer{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}role}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment CreditsFields on Credits{available held}fragment CreditPriceFields on CreditPrice{taskType credits}";

export function viewer(connection: Connection, variables: ViewerQueryVariables = {}, options?: RequestOptions): Promise<ViewerQuery> {
  return connection.request(ViewerDocument, variables, options);
}

export const ViewerCreditsEntriesDocument: TypedText<ViewerCreditsEntriesQuery, ViewerCreditsEntriesQueryVariables> =
  "query ViewerCreditsEntries($first:Int$after:String$last:Int$before:String){viewer{credits{entries(first:$first after:$after last:$last before:$before){...CreditEntryPage}}}}fragment CreditEntryPage on CreditEntryConnection{nodes{...CreditEntryFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment CreditEntryFields on CreditEntry{id kind amount available held taskId grantId reason createdAt}";

export function viewerCreditsEntries(connection: Connection, variables: ViewerCreditsEntriesQueryVariables = {}, options?: RequestOptions): Promise<ViewerCreditsEntriesQuery> {
  return connection.request(ViewerCreditsEntriesDocument, variables, options);
}

export const ViewerWebhooksDocument: TypedText<ViewerWebhooksQuery, ViewerWebhooksQueryVariables> =
  "query ViewerWebhooks{viewer{webhooks{...WebhookFields}}}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}";

export function viewerWebhooks(connection: Connection, variables: ViewerWebhooksQueryVariables = {}, options?: RequestOptions): Promise<ViewerWebhooksQuery> {
  return connection.request(ViewerWebhooksDocument, variables, options);
}

export const NodeDocument: TypedText<NodeQuery, NodeQueryVariables> =
  "query Node($id:ID!){node(id:$id){__typename id ...on AuditEntry{...AuditEntryFields}...on Board{...BoardFields}...on BoardInvitation{...BoardInvitationFields}...on CreditEntry{...CreditEntryFields}...on SavedView{...SavedViewFields}...on User{...UserFields}...on Webhook{...WebhookFields}...on WebhookDelivery{...WebhookDeliveryFields}}}fragment AuditEntryFields on AuditEntry{id actorId action userId count detail createdAt}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment BoardInvitationFields on BoardInvitation{id role createdAt expiresAt}fragment CreditEntryFields on CreditEntry{id kind amount available held taskId grantId reason createdAt}fragment SavedViewFields on SavedView{id name createdAt where filter{...SavedViewFilterFields}orderBy{...SavedViewOrderFields}}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}fragment WebhookDeliveryFields on WebhookDelivery{id type state nextAttemptAt createdAt attempts{...WebhookAttemptFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment SavedViewFilterFields on SavedViewFilter{status taskType createdAt{...SavedViewTimesFields}search modelVersion aspectRatio externalId metadata{...SavedViewMetadataFields}failureCode updatedAt{...SavedViewTimesFields}labels completedAt{...SavedViewTimesFields}ratedAtLeast isStarred board}fragment SavedViewOrderFields on SavedViewOrder{field direction}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment CreditsFields on Credits{available held}fragment WebhookAttemptFields on WebhookAttempt{startedAt durationMs status error errorCode}fragment SavedViewTimesFields on SavedViewTimes{gte lt}fragment SavedViewMetadataFields on SavedViewMetadata{key value}fragment CreditPriceFields on CreditPrice{taskType credits}";

export function node(connection: Connection, variables: NodeQueryVariables, options?: RequestOptions): Promise<NodeQuery> {
  return connection.request(NodeDocument, variables, options);
}

export const NodesDocument: TypedText<NodesQuery, NodesQueryVariables> =
  "query Nodes($ids:[ID!]!){nodes(ids:$ids){__typename id ...on AuditEntry{...AuditEntryFields}...on Board{...BoardFields}...on BoardInvitation{...BoardInvitationFields}...on CreditEntry{...CreditEntryFields}...on SavedView{...SavedViewFields}...on User{...UserFields}...on Webhook{...WebhookFields}...on WebhookDelivery{...WebhookDeliveryFields}}}fragment AuditEntryFields on AuditEntry{id actorId action userId count detail createdAt}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment BoardInvitationFields on BoardInvitation{id role createdAt expiresAt}fragment CreditEntryFields on CreditEntry{id kind amount available held taskId grantId reason createdAt}fragment SavedViewFields on SavedView{id name createdAt where filter{...SavedViewFilterFields}orderBy{...SavedViewOrderFields}}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}fragment WebhookDeliveryFields on WebhookDelivery{id type state nextAttemptAt createdAt attempts{...WebhookAttemptFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}fragment SavedViewFilterFields on SavedViewFilter{status taskType createdAt{...SavedViewTimesFields}search modelVersion aspectRatio externalId metadata{...SavedViewMetadataFields}failureCode updatedAt{...SavedViewTimesFields}labels completedAt{...SavedViewTimesFields}ratedAtLeast isStarred board}fragment SavedViewOrderFields on SavedViewOrder{field direction}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment CreditsFields on Credits{available held}fragment WebhookAttemptFields on WebhookAttempt{startedAt durationMs status error errorCode}fragment SavedViewTimesFields on SavedViewTimes{gte lt}fragment SavedViewMetadataFields on SavedViewMetadata{key value}fragment CreditPriceFields on CreditPrice{taskType credits}";

export function nodes(connection: Connection, variables: NodesQueryVariables, options?: RequestOptions): Promise<NodesQuery> {
  return connection.request(NodesDocument, variables, options);
}

export const TaskUserDocument: TypedText<TaskUserQuery, TaskUserQueryVariables> =
  "query TaskUser($id:ID!){task(id:$id){user{...UserFields}}}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment CreditsFields on Credits{available held}fragment CreditPriceFields on CreditPrice{taskType credits}";

export function taskUser(connection: Connection, variables: TaskUserQueryVariables, options?: RequestOptions): Promise<TaskUserQuery> {
  return connection.request(TaskUserDocument, variables, options);
}

export const TaskLabelsDocument: TypedText<TaskLabelsQuery, TaskLabelsQueryVariables> =
  "query TaskLabels($id:ID!){task(id:$id){labels{...LabelFields}}}fragment LabelFields on Label{name titleZh titleEn}";

export function taskLabels(connection: Connection, variables: TaskLabelsQueryVariables, options?: RequestOptions): Promise<TaskLabelsQuery> {
  return connection.request(TaskLabelsDocument, variables, options);
}

export const TaskSourcesDocument: TypedText<TaskSourcesQuery, TaskSourcesQueryVariables> =
  "query TaskSources($id:ID!){task(id:$id){sources{...TaskSourceFields}}}fragment TaskSourceFields on TaskSource{relation taskId task{...TaskFields}image{...ImageFields}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function taskSources(connection: Connection, variables: TaskSourcesQueryVariables, options?: RequestOptions): Promise<TaskSourcesQuery> {
  return connection.request(TaskSourcesDocument, variables, options);
}

export const TaskDerivedTasksDocument: TypedText<TaskDerivedTasksQuery, TaskDerivedTasksQueryVariables> =
  "query TaskDerivedTasks($id:ID!$first:Int$after:String$last:Int$before:String){task(id:$id){derivedTasks(first:$first after:$after last:$last before:$before){...TaskPage}}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function taskDerivedTasks(connection: Connection, variables: TaskDerivedTasksQueryVariables, options?: RequestOptions): Promise<TaskDerivedTasksQuery> {
  return connection.request(TaskDerivedTasksDocument, variables, options);
}

export const TaskLineageDocument: TypedText<TaskLineageQuery, TaskLineageQueryVariables> =
  "query TaskLineage($id:ID!){task(id:$id){lineage{...LineageFields}}}fragment LineageFields on Lineage{depth taskCount failedTasks tokensUsed creditsDeducted cost generationTimeMs truncated roots{id}}";

export function taskLineage(connection: Connection, variables: TaskLineageQueryVariables, options?: RequestOptions): Promise<TaskLineageQuery> {
  return connection.request(TaskLineageDocument, variables, options);
}

export const TaskBoardsDocument: TypedText<TaskBoardsQuery, TaskBoardsQueryVariables> =
  "query TaskBoards($id:ID!$first:Int){task(id:$id){boards(first:$first){...BoardFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function taskBoards(connection: Connection, variables: TaskBoardsQueryVariables, options?: RequestOptions): Promise<TaskBoardsQuery> {
  return connection.request(TaskBoardsDocument, variables, options);
}

export const UnfinishedTasksDocument: TypedText<UnfinishedTasksQuery, UnfinishedTasksQueryVariables> =
  "query UnfinishedTasks($createdBefore:DateTime!$first:Int$after:String){unfinishedTasks(createdBefore:$createdBefore first:$first after:$after){...TaskPage}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function unfinishedTasks(connection: Connection, variables: UnfinishedTasksQueryVariables, options?: RequestOptions): Promise<UnfinishedTasksQuery> {
  return connection.request(UnfinishedTasksDocument, variables, options);
}

export const TrashDocument: TypedText<TrashQuery, TrashQueryVariables> =
  "query Trash($first:Int$after:String$last:Int$before:String){trash(first:$first after:$after last:$last before:$before){...TaskPage}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function trash(connection: Connection, variables: TrashQueryVariables = {}, options?: RequestOptions): Promise<TrashQuery> {
  return connection.request(TrashDocument, variables, options);
}

export const TaskPlaceDocument: TypedText<TaskPlaceQuery, TaskPlaceQueryVariables> =
  "query TaskPlace($id:ID!$where:TaskFilter$orderBy:TaskOrder){taskPlace(id:$id where:$where orderBy:$orderBy){...TaskPlaceFields}}fragment TaskPlaceFields on TaskPlace{cursor before{...CountFields}after{...CountFields}}fragment CountFields on Count{value precision}";

export function taskPlace(connection: Connection, variables: TaskPlaceQueryVariables, options?: RequestOptions): Promise<TaskPlaceQuery> {
  return connection.request(TaskPlaceDocument, variables, options);
}

export const BoardsDocument: TypedText<BoardsQuery, BoardsQueryVariables> =
  "query Boards($first:Int$after:String$last:Int$before:String){boards(first:$first after:$after last:$last before:$before){...BoardPage}}fragment BoardPage on BoardConnection{nodes{...BoardFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function boards(connection: Connection, variables: BoardsQueryVariables = {}, options?: RequestOptions): Promise<BoardsQuery> {
  return connection.request(BoardsDocument, variables, options);
}

export const BoardDocument: TypedText<BoardQuery, BoardQueryVariables> =
  "query Board($id:ID!){board(id:$id){...BoardFields}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function board(connection: Connection, variables: BoardQueryVariables, options?: RequestOptions): Promise<BoardQuery> {
  return connection.request(BoardDocument, variables, options);
}

export const BoardTasksDocument: TypedText<BoardTasksQuery, BoardTasksQueryVariables> =
  "query BoardTasks($id:ID!$first:Int$after:String$last:Int$before:String){board(id:$id){tasks(first:$first after:$after last:$last before:$before){...TaskPage}}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function boardTasks(connection: Connection, variables: BoardTasksQueryVariables, options?: RequestOptions): Promise<BoardTasksQuery> {
  return connection.request(BoardTasksDocument, variables, options);
}

export const BoardMembersDocument: TypedText<BoardMembersQuery, BoardMembersQueryVariables> =
  "query BoardMembers($id:ID!){board(id:$id){members{...BoardMemberFields}}}fragment BoardMemberFields on BoardMember{userId role joinedAt}";

export function boardMembers(connection: Connection, variables: BoardMembersQueryVariables, options?: RequestOptions): Promise<BoardMembersQuery> {
  return connection.request(BoardMembersDocument, variables, options);
}

export const BoardStatisticsDocument: TypedText<BoardStatisticsQuery, BoardStatisticsQueryVariables> =
  "query BoardStatistics($id:ID!){board(id:$id){statistics{...BoardStatisticsFields}}}fragment BoardStatisticsFields on BoardStatistics{total{...BoardUsageFields}months{...BoardUsageFields}}fragment BoardUsageFields on BoardUsage{userId month taskCount completedTasks failedTasks tokensUsed creditsDeducted cost}";

export function boardStatistics(connection: Connection, variables: BoardStatisticsQueryVariables, options?: RequestOptions): Promise<BoardStatisticsQuery> {
  return connection.request(BoardStatisticsDocument, variables, options);
}

export const BoardStatisticsMembersDocument: TypedText<BoardStatisticsMembersQuery, BoardStatisticsMembersQueryVariables> =
  "query BoardStatisticsMembers($id:ID!$month:Date){board(id:$id){statistics{members(month:$month){...BoardUsageFields}}}}fragment BoardUsageFields on BoardUsage{userId month taskCount completedTasks failedTasks tokensUsed creditsDeducted cost}";

export function boardStatisticsMembers(connection: Connection, variables: BoardStatisticsMembersQueryVariables, options?: RequestOptions): Promise<BoardStatisticsMembersQuery> {
  return connection.request(BoardStatisticsMembersDocument, variables, options);
}

export const BoardInvitationsDocument: TypedText<BoardInvitationsQuery, BoardInvitationsQueryVariables> =
  "query BoardInvitations($id:ID!){board(id:$id){invitations{...BoardInvitationFields}}}fragment BoardInvitationFields on BoardInvitation{id role createdAt expiresAt}";

export function boardInvitations(connection: Connection, variables: BoardInvitationsQueryVariables, options?: RequestOptions): Promise<BoardInvitationsQuery> {
  return connection.request(BoardInvitationsDocument, variables, options);
}

export const BoardLinksDocument: TypedText<BoardLinksQuery, BoardLinksQueryVariables> =
  "query BoardLinks($id:ID!$first:Int$after:String$last:Int$before:String){board(id:$id){links(first:$first after:$after last:$last before:$before){...ShareLinkPage}}}fragment ShareLinkPage on ShareLinkConnection{nodes{...ShareLinkFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}";

export function boardLinks(connection: Connection, variables: BoardLinksQueryVariables, options?: RequestOptions): Promise<BoardLinksQuery> {
  return connection.request(BoardLinksDocument, variables, options);
}

export const SavedViewsDocument: TypedText<SavedViewsQuery, SavedViewsQueryVariables> =
  "query SavedViews{savedViews{...SavedViewFields}}fragment SavedViewFields on SavedView{id name createdAt where filter{...SavedViewFilterFields}orderBy{...SavedViewOrderFields}}fragment SavedViewFilterFields on SavedViewFilter{status taskType createdAt{...SavedViewTimesFields}search modelVersion aspectRatio externalId metadata{...SavedViewMetadataFields}failureCode updatedAt{...SavedViewTimesFields}labels completedAt{...SavedViewTimesFields}ratedAtLeast isStarred board}fragment SavedViewOrderFields on SavedViewOrder{field direction}fragment SavedViewTimesFields on SavedViewTimes{gte lt}fragment SavedViewMetadataFields on SavedViewMetadata{key value}";

export function savedViews(connection: Connection, variables: SavedViewsQueryVariables = {}, options?: RequestOptions): Promise<SavedViewsQuery> {
  return connection.request(SavedViewsDocument, variables, options);
}

export const StatisticsDocument: TypedText<StatisticsQuery, StatisticsQueryVariables> =
  "query Statistics($period:StatisticsPeriod$date:Date){statistics(period:$period date:$date){...StatisticsFields}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}";

export function statistics(connection: Connection, variables: StatisticsQueryVariables = {}, options?: RequestOptions): Promise<StatisticsQuery> {
  return connection.request(StatisticsDocument, variables, options);
}

export const StatisticsHistoryDocument: TypedText<StatisticsHistoryQuery, StatisticsHistoryQueryVariables> =
  "query StatisticsHistory($period:StatisticsPeriod!$from:Date!$to:Date!){statisticsHistory(period:$period from:$from to:$to){...StatisticsFields}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}";

export function statisticsHistory(connection: Connection, variables: StatisticsHistoryQueryVariables, options?: RequestOptions): Promise<StatisticsHistoryQuery> {
  return connection.request(StatisticsHistoryDocument, variables, options);
}

export const UsageDocument: TypedText<UsageQuery, UsageQueryVariables> =
  "query Usage($from:Date!$to:Date!$groupBy:[UsageDimension!]!$where:UsageFilter){usage(from:$from to:$to groupBy:$groupBy where:$where){...UsageGroupFields}}fragment UsageGroupFields on UsageGroup{day modelVersion taskType hour taskCount completedTasks failedTasks canceledTasks tokensUsed creditsDeducted cost averageRating generationTimeMs}";

export function usage(connection: Connection, variables: UsageQueryVariables, options?: RequestOptions): Promise<UsageQuery> {
  return connection.request(UsageDocument, variables, options);
}

export const TaskChangesDocument: TypedText<TaskChangesQuery, TaskChangesQueryVariables> =
  "query TaskChanges($first:Int$after:String$userId:ID){taskChanges(first:$first after:$after userId:$userId){...TaskChangePage}}fragment TaskChangePage on TaskChangeConnection{nodes{...TaskChangeFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment TaskChangeFields on TaskChange{kind taskId userId changedAt task{...TaskFields}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function taskChanges(connection: Connection, variables: TaskChangesQueryVariables = {}, options?: RequestOptions): Promise<TaskChangesQuery> {
  return connection.request(TaskChangesDocument, variables, options);
}

export const SimilarTasksDocument: TypedText<SimilarTasksQuery, SimilarTasksQueryVariables> =
  "query SimilarTasks($to:SimilarToInput!$first:Int){similarTasks(to:$to first:$first){...SimilarTaskFields}}fragment SimilarTaskFields on SimilarTask{task{...TaskFields}likeness score}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function similarTasks(connection: Connection, variables: SimilarTasksQueryVariables, options?: RequestOptions): Promise<SimilarTasksQuery> {
  return connection.request(SimilarTasksDocument, variables, options);
}

export const PromptsDocument: TypedText<PromptsQuery, PromptsQueryVariables> =
  "query Prompts($first:Int$after:String$last:Int$before:String$search:String){prompts(first:$first after:$after last:$last before:$before search:$search){...PromptPage}}fragment PromptPage on PromptConnection{nodes{...PromptFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment PromptFields on Prompt{text taskCount completedTasks failedTasks creditsDeducted lastUsedAt task{...TaskFields}bestTask{...TaskFields}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function prompts(connection: Connection, variables: PromptsQueryVariables = {}, options?: RequestOptions): Promise<PromptsQuery> {
  return connection.request(PromptsDocument, variables, options);
}

export const LabelsDocument: TypedText<LabelsQuery, LabelsQueryVariables> =
  "query Labels{labels{...LabelCountFields}}fragment LabelCountFields on LabelCount{label{...LabelFields}taskCount}fragment LabelFields on Label{name titleZh titleEn}";

export function labels(connection: Connection, variables: LabelsQueryVariables = {}, options?: RequestOptions): Promise<LabelsQuery> {
  return connection.request(LabelsDocument, variables, options);
}

export const VerifyImageDocument: TypedText<VerifyImageQuery, VerifyImageQueryVariables> =
  "query VerifyImage($image:GivenImageInput!){verifyImage(image:$image){...ImageVerificationFields}}fragment ImageVerificationFields on ImageVerification{provenance{...ProvenanceFields}isIntact isTrusted signer task{...TaskFields}recognisedBy}fragment ProvenanceFields on Provenance{isSigned aigcLabel digitalSourceType}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function verifyImage(connection: Connection, variables: VerifyImageQueryVariables, options?: RequestOptions): Promise<VerifyImageQuery> {
  return connection.request(VerifyImageDocument, variables, options);
}

export const ShareLinksDocument: TypedText<ShareLinksQuery, ShareLinksQueryVariables> =
  "query ShareLinks($first:Int$after:String$last:Int$before:String){shareLinks(first:$first after:$after last:$last before:$before){...ShareLinkPage}}fragment ShareLinkPage on ShareLinkConnection{nodes{...ShareLinkFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}";

export function shareLinks(connection: Connection, variables: ShareLinksQueryVariables = {}, options?: RequestOptions): Promise<ShareLinksQuery> {
  return connection.request(ShareLinksDocument, variables, options);
}

export const InsightsDocument: TypedText<InsightsQuery, InsightsQueryVariables> =
  "query Insights($from:Date!$to:Date!){insights(from:$from to:$to){...InsightFields}}fragment InsightFields on Insight{kind subject taskCount credits figures{__typename ...on ComparisonFigures{...ComparisonFiguresFields}...on FailureFigures{...FailureFiguresFields}...on RepetitionFigures{...RepetitionFiguresFields}}tasks{id}}fragment ComparisonFiguresFields on ComparisonFigures{taskCount promptCount used{...ModelFiguresFields}suggested{...ModelFiguresFields}cheaperTasks costlierTasks fasterTasks slowerTasks}fragment FailureFiguresFields on FailureFigures{failedTasks taskCount cost worst{...FailuresOfModelFields}}fragment RepetitionFiguresFields on RepetitionFigures{taskCount likedTasks creditsDeducted cost}fragment ModelFiguresFields on ModelFigures{modelVersion goodTasks creditsDeducted cost generationTimeMs averageRating}fragment FailuresOfModelFields on FailuresOfModel{modelVersion failedTasks taskCount}";

export function insights(connection: Connection, variables: InsightsQueryVariables, options?: RequestOptions): Promise<InsightsQuery> {
  return connection.request(InsightsDocument, variables, options);
}

export const CompareModelsDocument: TypedText<CompareModelsQuery, CompareModelsQueryVariables> =
  "query CompareModels($models:[String!]!$from:Date!$to:Date!){compareModels(models:$models from:$from to:$to){...ModelComparisonFields}}fragment ModelComparisonFields on ModelComparison{promptCount first{...ModelResultsFields}second{...ModelResultsFields}examples{...ComparedTasksFields}}fragment ModelResultsFields on ModelResults{modelVersion taskCount completedTasks creditsDeducted cost generationTimeMs averageRating}fragment ComparedTasksFields on ComparedTasks{first{...TaskFields}second{...TaskFields}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function compareModels(connection: Connection, variables: CompareModelsQueryVariables, options?: RequestOptions): Promise<CompareModelsQuery> {
  return connection.request(CompareModelsDocument, variables, options);
}

export const UserDocument: TypedText<UserQuery, UserQueryVariables> =
  "query User($id:ID!){user(id:$id){...UserFields}}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment CreditsFields on Credits{available held}fragment CreditPriceFields on CreditPrice{taskType credits}";

export function user(connection: Connection, variables: UserQueryVariables, options?: RequestOptions): Promise<UserQuery> {
  return connection.request(UserDocument, variables, options);
}

export const UserCreditsEntriesDocument: TypedText<UserCreditsEntriesQuery, UserCreditsEntriesQueryVariables> =
  "query UserCreditsEntries($id:ID!$first:Int$after:String$last:Int$before:String){user(id:$id){credits{entries(first:$first after:$after last:$last before:$before){...CreditEntryPage}}}}fragment CreditEntryPage on CreditEntryConnection{nodes{...CreditEntryFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment CreditEntryFields on CreditEntry{id kind amount available held taskId grantId reason createdAt}";

export function userCreditsEntries(connection: Connection, variables: UserCreditsEntriesQueryVariables, options?: RequestOptions): Promise<UserCreditsEntriesQuery> {
  return connection.request(UserCreditsEntriesDocument, variables, options);
}

export const UserTasksDocument: TypedText<UserTasksQuery, UserTasksQueryVariables> =
  "query UserTasks($id:ID!$first:Int$after:String$last:Int$before:String$where:TaskFilter$orderBy:TaskOrder){user(id:$id){tasks(first:$first after:$after last:$last before:$before where:$where orderBy:$orderBy){...TaskPage}}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function userTasks(connection: Connection, variables: UserTasksQueryVariables, options?: RequestOptions): Promise<UserTasksQuery> {
  return connection.request(UserTasksDocument, variables, options);
}

export const UserBoardsDocument: TypedText<UserBoardsQuery, UserBoardsQueryVariables> =
  "query UserBoards($id:ID!$first:Int$after:String$last:Int$before:String){user(id:$id){boards(first:$first after:$after last:$last before:$before){...BoardPage}}}fragment BoardPage on BoardConnection{nodes{...BoardFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function userBoards(connection: Connection, variables: UserBoardsQueryVariables, options?: RequestOptions): Promise<UserBoardsQuery> {
  return connection.request(UserBoardsDocument, variables, options);
}

export const UserShareLinksDocument: TypedText<UserShareLinksQuery, UserShareLinksQueryVariables> =
  "query UserShareLinks($id:ID!$first:Int$after:String$last:Int$before:String){user(id:$id){shareLinks(first:$first after:$after last:$last before:$before){...ShareLinkPage}}}fragment ShareLinkPage on ShareLinkConnection{nodes{...ShareLinkFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}";

export function userShareLinks(connection: Connection, variables: UserShareLinksQueryVariables, options?: RequestOptions): Promise<UserShareLinksQuery> {
  return connection.request(UserShareLinksDocument, variables, options);
}

export const UserStatisticsDocument: TypedText<UserStatisticsQuery, UserStatisticsQueryVariables> =
  "query UserStatistics($id:ID!$period:StatisticsPeriod$date:Date){user(id:$id){statistics(period:$period date:$date){...StatisticsFields}}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}";

export function userStatistics(connection: Connection, variables: UserStatisticsQueryVariables, options?: RequestOptions): Promise<UserStatisticsQuery> {
  return connection.request(UserStatisticsDocument, variables, options);
}

export const AdminDocument: TypedText<AdminQuery, AdminQueryVariables> =
  "query Admin{admin{...AdminFields}}fragment AdminFields on Admin{storage{...StorageReportFields}failures{...FailureGroupFields}integrity{...IntegrityReportFields}}fragment StorageReportFields on StorageReport{imageCount imageSize databaseSize updatedAt}fragment FailureGroupFields on FailureGroup{failureCode errorMessage modelVersion taskCount userCount failingUsers{...FailingUserFields}lastFailedAt taskId userId}fragment IntegrityReportFields on IntegrityReport{checkedAt missingObjects damagedObjects orphanedObjects driftedStatistics driftedCredits unownedObjects overdueRemovals}fragment FailingUserFields on FailingUser{userId taskCount}";

export function admin(connection: Connection, variables: AdminQueryVariables = {}, options?: RequestOptions): Promise<AdminQuery> {
  return connection.request(AdminDocument, variables, options);
}

export const AdminStatisticsDocument: TypedText<AdminStatisticsQuery, AdminStatisticsQueryVariables> =
  "query AdminStatistics($period:StatisticsPeriod$date:Date){admin{statistics(period:$period date:$date){...StatisticsFields}}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}";

export function adminStatistics(connection: Connection, variables: AdminStatisticsQueryVariables = {}, options?: RequestOptions): Promise<AdminStatisticsQuery> {
  return connection.request(AdminStatisticsDocument, variables, options);
}

export const AdminStatisticsHistoryDocument: TypedText<AdminStatisticsHistoryQuery, AdminStatisticsHistoryQueryVariables> =
  "query AdminStatisticsHistory($period:StatisticsPeriod!$from:Date!$to:Date!){admin{statisticsHistory(period:$period from:$from to:$to){...StatisticsFields}}}fragment StatisticsFields on Statistics{period periodDate timeZone taskCount completedTasks failedTasks canceledTasks successRate tokensUsed creditsDeducted cost totalGenerationTimeMs avgGenerationTimeMs imagesSize updatedAt currency}";

export function adminStatisticsHistory(connection: Connection, variables: AdminStatisticsHistoryQueryVariables, options?: RequestOptions): Promise<AdminStatisticsHistoryQuery> {
  return connection.request(AdminStatisticsHistoryDocument, variables, options);
}

export const AdminActivityDocument: TypedText<AdminActivityQuery, AdminActivityQueryVariables> =
  "query AdminActivity($from:Date!$to:Date!$period:StatisticsPeriod){admin{activity(from:$from to:$to period:$period){...ActivityFields}}}fragment ActivityFields on Activity{periodDate activeUsers newUsers taskCount}";

export function adminActivity(connection: Connection, variables: AdminActivityQueryVariables, options?: RequestOptions): Promise<AdminActivityQuery> {
  return connection.request(AdminActivityDocument, variables, options);
}

export const AdminHoursDocument: TypedText<AdminHoursQuery, AdminHoursQueryVariables> =
  "query AdminHours($from:Date!$to:Date!){admin{hours(from:$from to:$to){...HourUseFields}}}fragment HourUseFields on HourUse{weekday hour taskCount}";

export function adminHours(connection: Connection, variables: AdminHoursQueryVariables, options?: RequestOptions): Promise<AdminHoursQuery> {
  return connection.request(AdminHoursDocument, variables, options);
}

export const AdminModelsDocument: TypedText<AdminModelsQuery, AdminModelsQueryVariables> =
  "query AdminModels($from:Date!$to:Date!){admin{models(from:$from to:$to){...ModelUseFields}}}fragment ModelUseFields on ModelUse{modelVersion taskCount completedTasks failedTasks creditsDeducted cost}";

export function adminModels(connection: Connection, variables: AdminModelsQueryVariables, options?: RequestOptions): Promise<AdminModelsQuery> {
  return connection.request(AdminModelsDocument, variables, options);
}

export const AdminFailureHistoryDocument: TypedText<AdminFailureHistoryQuery, AdminFailureHistoryQueryVariables> =
  "query AdminFailureHistory($from:Date!$to:Date!){admin{failureHistory(from:$from to:$to){...FailuresOnDayFields}}}fragment FailuresOnDayFields on FailuresOnDay{day failureCode failedTasks}";

export function adminFailureHistory(connection: Connection, variables: AdminFailureHistoryQueryVariables, options?: RequestOptions): Promise<AdminFailureHistoryQuery> {
  return connection.request(AdminFailureHistoryDocument, variables, options);
}

export const AdminUsersDocument: TypedText<AdminUsersQuery, AdminUsersQueryVariables> =
  "query AdminUsers($first:Int$after:String$last:Int$before:String$orderBy:UserUsageOrder$lastTaskBefore:DateTime){admin{users(first:$first after:$after last:$last before:$before orderBy:$orderBy lastTaskBefore:$lastTaskBefore){...UserUsagePage}}}fragment UserUsagePage on UserUsageConnection{nodes{...UserUsageFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment UserUsageFields on UserUsage{userId taskCount failedTasks tokensUsed creditsDeducted cost storageUsed lastTaskAt updatedAt credits{...CreditsFields}}fragment CreditsFields on Credits{available held}";

export function adminUsers(connection: Connection, variables: AdminUsersQueryVariables = {}, options?: RequestOptions): Promise<AdminUsersQuery> {
  return connection.request(AdminUsersDocument, variables, options);
}

export const AdminUserDocument: TypedText<AdminUserQuery, AdminUserQueryVariables> =
  "query AdminUser($id:ID!){admin{user(id:$id){...UserUsageFields}}}fragment UserUsageFields on UserUsage{userId taskCount failedTasks tokensUsed creditsDeducted cost storageUsed lastTaskAt updatedAt credits{...CreditsFields}}fragment CreditsFields on Credits{available held}";

export function adminUser(connection: Connection, variables: AdminUserQueryVariables, options?: RequestOptions): Promise<AdminUserQuery> {
  return connection.request(AdminUserDocument, variables, options);
}

export const AdminTasksDocument: TypedText<AdminTasksQuery, AdminTasksQueryVariables> =
  "query AdminTasks($userId:ID$first:Int$after:String$last:Int$before:String$where:TaskFilter$orderBy:TaskOrder$startingAt:DateTime){admin{tasks(userId:$userId first:$first after:$after last:$last before:$before where:$where orderBy:$orderBy startingAt:$startingAt){...TaskPage}}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function adminTasks(connection: Connection, variables: AdminTasksQueryVariables = {}, options?: RequestOptions): Promise<AdminTasksQuery> {
  return connection.request(AdminTasksDocument, variables, options);
}

export const AdminTaskDocument: TypedText<AdminTaskQuery, AdminTaskQueryVariables> =
  "query AdminTask($id:ID!){admin{task(id:$id){...TaskFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function adminTask(connection: Connection, variables: AdminTaskQueryVariables, options?: RequestOptions): Promise<AdminTaskQuery> {
  return connection.request(AdminTaskDocument, variables, options);
}

export const AdminTaskPlaceDocument: TypedText<AdminTaskPlaceQuery, AdminTaskPlaceQueryVariables> =
  "query AdminTaskPlace($userId:ID!$id:ID!$where:TaskFilter$orderBy:TaskOrder){admin{taskPlace(userId:$userId id:$id where:$where orderBy:$orderBy){...TaskPlaceFields}}}fragment TaskPlaceFields on TaskPlace{cursor before{...CountFields}after{...CountFields}}fragment CountFields on Count{value precision}";

export function adminTaskPlace(connection: Connection, variables: AdminTaskPlaceQueryVariables, options?: RequestOptions): Promise<AdminTaskPlaceQuery> {
  return connection.request(AdminTaskPlaceDocument, variables, options);
}

export const AdminAuditDocument: TypedText<AdminAuditQuery, AdminAuditQueryVariables> =
  "query AdminAudit($first:Int$after:String$last:Int$before:String$userId:ID){admin{audit(first:$first after:$after last:$last before:$before userId:$userId){...AuditPage}}}fragment AuditPage on AuditConnection{nodes{...AuditEntryFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment AuditEntryFields on AuditEntry{id actorId action userId count detail createdAt}";

export function adminAudit(connection: Connection, variables: AdminAuditQueryVariables = {}, options?: RequestOptions): Promise<AdminAuditQuery> {
  return connection.request(AdminAuditDocument, variables, options);
}

export const AdminErasureDocument: TypedText<AdminErasureQuery, AdminErasureQueryVariables> =
  "query AdminErasure($id:ID!){admin{erasure(id:$id){...ErasureFields}}}fragment ErasureFields on Erasure{id userId taskCount imageCount requestedAt completedAt}";

export function adminErasure(connection: Connection, variables: AdminErasureQueryVariables, options?: RequestOptions): Promise<AdminErasureQuery> {
  return connection.request(AdminErasureDocument, variables, options);
}

export const AdminErasuresDocument: TypedText<AdminErasuresQuery, AdminErasuresQueryVariables> =
  "query AdminErasures($first:Int$after:String$last:Int$before:String$userId:ID){admin{erasures(first:$first after:$after last:$last before:$before userId:$userId){...ErasurePage}}}fragment ErasurePage on ErasureConnection{nodes{...ErasureFields}pageInfo{startCursor endCursor hasNextPage hasPreviousPage}}fragment ErasureFields on Erasure{id userId taskCount imageCount requestedAt completedAt}";

export function adminErasures(connection: Connection, variables: AdminErasuresQueryVariables = {}, options?: RequestOptions): Promise<AdminErasuresQuery> {
  return connection.request(AdminErasuresDocument, variables, options);
}

export const DeleteTasksDocument: TypedText<DeleteTasksMutation, DeleteTasksMutationVariables> =
  "mutation DeleteTasks($input:DeleteTasksInput!){deleteTasks(input:$input){deletedTaskIds errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function deleteTasks(connection: Connection, variables: DeleteTasksMutationVariables, options?: RequestOptions): Promise<DeleteTasksMutation> {
  return connection.request(DeleteTasksDocument, variables, options);
}

export const UploadOriginalImageDocument: TypedText<UploadOriginalImageMutation, UploadOriginalImageMutationVariables> =
  "mutation UploadOriginalImage($input:UploadOriginalImageInput!){uploadOriginalImage(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function uploadOriginalImage(connection: Connection, variables: UploadOriginalImageMutationVariables, options?: RequestOptions): Promise<UploadOriginalImageMutation> {
  return connection.request(UploadOriginalImageDocument, variables, options);
}

export const TrashTasksDocument: TypedText<TrashTasksMutation, TrashTasksMutationVariables> =
  "mutation TrashTasks($input:TrashTasksInput!){trashTasks(input:$input){trashedTaskIds errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function trashTasks(connection: Connection, variables: TrashTasksMutationVariables, options?: RequestOptions): Promise<TrashTasksMutation> {
  return connection.request(TrashTasksDocument, variables, options);
}

export const RestoreTasksDocument: TypedText<RestoreTasksMutation, RestoreTasksMutationVariables> =
  "mutation RestoreTasks($input:RestoreTasksInput!){restoreTasks(input:$input){restoredTaskIds errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function restoreTasks(connection: Connection, variables: RestoreTasksMutationVariables, options?: RequestOptions): Promise<RestoreTasksMutation> {
  return connection.request(RestoreTasksDocument, variables, options);
}

export const EmptyTrashDocument: TypedText<EmptyTrashMutation, EmptyTrashMutationVariables> =
  "mutation EmptyTrash{emptyTrash{removedTasks errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function emptyTrash(connection: Connection, variables: EmptyTrashMutationVariables = {}, options?: RequestOptions): Promise<EmptyTrashMutation> {
  return connection.request(EmptyTrashDocument, variables, options);
}

export const RateTaskDocument: TypedText<RateTaskMutation, RateTaskMutationVariables> =
  "mutation RateTask($input:RateTaskInput!){rateTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function rateTask(connection: Connection, variables: RateTaskMutationVariables, options?: RequestOptions): Promise<RateTaskMutation> {
  return connection.request(RateTaskDocument, variables, options);
}

export const StarTasksDocument: TypedText<StarTasksMutation, StarTasksMutationVariables> =
  "mutation StarTasks($input:StarTasksInput!){starTasks(input:$input){tasks{id}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function starTasks(connection: Connection, variables: StarTasksMutationVariables, options?: RequestOptions): Promise<StarTasksMutation> {
  return connection.request(StarTasksDocument, variables, options);
}

export const CreateBoardDocument: TypedText<CreateBoardMutation, CreateBoardMutationVariables> =
  "mutation CreateBoard($input:CreateBoardInput!){createBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function createBoard(connection: Connection, variables: CreateBoardMutationVariables, options?: RequestOptions): Promise<CreateBoardMutation> {
  return connection.request(CreateBoardDocument, variables, options);
}

export const UpdateBoardDocument: TypedText<UpdateBoardMutation, UpdateBoardMutationVariables> =
  "mutation UpdateBoard($input:UpdateBoardInput!){updateBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function updateBoard(connection: Connection, variables: UpdateBoardMutationVariables, options?: RequestOptions): Promise<UpdateBoardMutation> {
  return connection.request(UpdateBoardDocument, variables, options);
}

export const DeleteBoardDocument: TypedText<DeleteBoardMutation, DeleteBoardMutationVariables> =
  "mutation DeleteBoard($input:DeleteBoardInput!){deleteBoard(input:$input){deletedBoardId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function deleteBoard(connection: Connection, variables: DeleteBoardMutationVariables, options?: RequestOptions): Promise<DeleteBoardMutation> {
  return connection.request(DeleteBoardDocument, variables, options);
}

export const AddToBoardDocument: TypedText<AddToBoardMutation, AddToBoardMutationVariables> =
  "mutation AddToBoard($input:AddToBoardInput!){addToBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function addToBoard(connection: Connection, variables: AddToBoardMutationVariables, options?: RequestOptions): Promise<AddToBoardMutation> {
  return connection.request(AddToBoardDocument, variables, options);
}

export const RemoveFromBoardDocument: TypedText<RemoveFromBoardMutation, RemoveFromBoardMutationVariables> =
  "mutation RemoveFromBoard($input:RemoveFromBoardInput!){removeFromBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function removeFromBoard(connection: Connection, variables: RemoveFromBoardMutationVariables, options?: RequestOptions): Promise<RemoveFromBoardMutation> {
  return connection.request(RemoveFromBoardDocument, variables, options);
}

export const InviteToBoardDocument: TypedText<InviteToBoardMutation, InviteToBoardMutationVariables> =
  "mutation InviteToBoard($input:InviteToBoardInput!){inviteToBoard(input:$input){invitation{...BoardInvitationFields}errors{...ErrorFields}url secret}}fragment BoardInvitationFields on BoardInvitation{id role createdAt expiresAt}fragment ErrorFields on UserError{field code message details}";

export function inviteToBoard(connection: Connection, variables: InviteToBoardMutationVariables, options?: RequestOptions): Promise<InviteToBoardMutation> {
  return connection.request(InviteToBoardDocument, variables, options);
}

export const JoinBoardDocument: TypedText<JoinBoardMutation, JoinBoardMutationVariables> =
  "mutation JoinBoard($input:JoinBoardInput!){joinBoard(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function joinBoard(connection: Connection, variables: JoinBoardMutationVariables, options?: RequestOptions): Promise<JoinBoardMutation> {
  return connection.request(JoinBoardDocument, variables, options);
}

export const RevokeInvitationDocument: TypedText<RevokeInvitationMutation, RevokeInvitationMutationVariables> =
  "mutation RevokeInvitation($input:RevokeInvitationInput!){revokeInvitation(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function revokeInvitation(connection: Connection, variables: RevokeInvitationMutationVariables, options?: RequestOptions): Promise<RevokeInvitationMutation> {
  return connection.request(RevokeInvitationDocument, variables, options);
}

export const SetBoardMemberDocument: TypedText<SetBoardMemberMutation, SetBoardMemberMutationVariables> =
  "mutation SetBoardMember($input:SetBoardMemberInput!){setBoardMember(input:$input){board{...BoardFields}errors{...ErrorFields}}}fragment BoardFields on Board{id name description ownerId role taskCount memberCount createdAt updatedAt cover{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function setBoardMember(connection: Connection, variables: SetBoardMemberMutationVariables, options?: RequestOptions): Promise<SetBoardMemberMutation> {
  return connection.request(SetBoardMemberDocument, variables, options);
}

export const GrantCreditsDocument: TypedText<GrantCreditsMutation, GrantCreditsMutationVariables> =
  "mutation GrantCredits($input:GrantCreditsInput!){grantCredits(input:$input){credits{...CreditsFields}errors{...ErrorFields}}}fragment CreditsFields on Credits{available held}fragment ErrorFields on UserError{field code message details}";

export function grantCredits(connection: Connection, variables: GrantCreditsMutationVariables, options?: RequestOptions): Promise<GrantCreditsMutation> {
  return connection.request(GrantCreditsDocument, variables, options);
}

export const RevokeCreditsDocument: TypedText<RevokeCreditsMutation, RevokeCreditsMutationVariables> =
  "mutation RevokeCredits($input:RevokeCreditsInput!){revokeCredits(input:$input){credits{...CreditsFields}errors{...ErrorFields}}}fragment CreditsFields on Credits{available held}fragment ErrorFields on UserError{field code message details}";

export function revokeCredits(connection: Connection, variables: RevokeCreditsMutationVariables, options?: RequestOptions): Promise<RevokeCreditsMutation> {
  return connection.request(RevokeCreditsDocument, variables, options);
}

export const PurgeTasksDocument: TypedText<PurgeTasksMutation, PurgeTasksMutationVariables> =
  "mutation PurgeTasks($input:PurgeTasksInput!){purgeTasks(input:$input){purgedTasks errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function purgeTasks(connection: Connection, variables: PurgeTasksMutationVariables, options?: RequestOptions): Promise<PurgeTasksMutation> {
  return connection.request(PurgeTasksDocument, variables, options);
}

export const EraseUserDocument: TypedText<EraseUserMutation, EraseUserMutationVariables> =
  "mutation EraseUser($input:EraseUserInput!){eraseUser(input:$input){erasure{...ErasureFields}errors{...ErrorFields}}}fragment ErasureFields on Erasure{id userId taskCount imageCount requestedAt completedAt}fragment ErrorFields on UserError{field code message details}";

export function eraseUser(connection: Connection, variables: EraseUserMutationVariables, options?: RequestOptions): Promise<EraseUserMutation> {
  return connection.request(EraseUserDocument, variables, options);
}

export const CreateWebhookDocument: TypedText<CreateWebhookMutation, CreateWebhookMutationVariables> =
  "mutation CreateWebhook($input:CreateWebhookInput!){createWebhook(input:$input){webhook{...WebhookFields}errors{...ErrorFields}secret}}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}fragment ErrorFields on UserError{field code message details}";

export function createWebhook(connection: Connection, variables: CreateWebhookMutationVariables, options?: RequestOptions): Promise<CreateWebhookMutation> {
  return connection.request(CreateWebhookDocument, variables, options);
}

export const UpdateWebhookDocument: TypedText<UpdateWebhookMutation, UpdateWebhookMutationVariables> =
  "mutation UpdateWebhook($input:UpdateWebhookInput!){updateWebhook(input:$input){webhook{...WebhookFields}errors{...ErrorFields}}}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}fragment ErrorFields on UserError{field code message details}";

export function updateWebhook(connection: Connection, variables: UpdateWebhookMutationVariables, options?: RequestOptions): Promise<UpdateWebhookMutation> {
  return connection.request(UpdateWebhookDocument, variables, options);
}

export const RotateWebhookSecretDocument: TypedText<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables> =
  "mutation RotateWebhookSecret($input:RotateWebhookSecretInput!){rotateWebhookSecret(input:$input){webhook{...WebhookFields}errors{...ErrorFields}secret}}fragment WebhookFields on Webhook{id url events allUsers createdAt failingSince disabledAt disabledReason}fragment ErrorFields on UserError{field code message details}";

export function rotateWebhookSecret(connection: Connection, variables: RotateWebhookSecretMutationVariables, options?: RequestOptions): Promise<RotateWebhookSecretMutation> {
  return connection.request(RotateWebhookSecretDocument, variables, options);
}

export const DeleteWebhookDocument: TypedText<DeleteWebhookMutation, DeleteWebhookMutationVariables> =
  "mutation DeleteWebhook($input:DeleteWebhookInput!){deleteWebhook(input:$input){deletedWebhookId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function deleteWebhook(connection: Connection, variables: DeleteWebhookMutationVariables, options?: RequestOptions): Promise<DeleteWebhookMutation> {
  return connection.request(DeleteWebhookDocument, variables, options);
}

export const ResendWebhookDocument: TypedText<ResendWebhookMutation, ResendWebhookMutationVariables> =
  "mutation ResendWebhook($input:ResendWebhookInput!){resendWebhook(input:$input){resentDeliveries errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function resendWebhook(connection: Connection, variables: ResendWebhookMutationVariables, options?: RequestOptions): Promise<ResendWebhookMutation> {
  return connection.request(ResendWebhookDocument, variables, options);
}

export const TestWebhookDocument: TypedText<TestWebhookMutation, TestWebhookMutationVariables> =
  "mutation TestWebhook($input:TestWebhookInput!){testWebhook(input:$input){delivery{...WebhookDeliveryFields}errors{...ErrorFields}}}fragment WebhookDeliveryFields on WebhookDelivery{id type state nextAttemptAt createdAt attempts{...WebhookAttemptFields}}fragment ErrorFields on UserError{field code message details}fragment WebhookAttemptFields on WebhookAttempt{startedAt durationMs status error errorCode}";

export function testWebhook(connection: Connection, variables: TestWebhookMutationVariables, options?: RequestOptions): Promise<TestWebhookMutation> {
  return connection.request(TestWebhookDocument, variables, options);
}

export const CreateShareLinkDocument: TypedText<CreateShareLinkMutation, CreateShareLinkMutationVariables> =
  "mutation CreateShareLink($input:CreateShareLinkInput!){createShareLink(input:$input){shareLink{...ShareLinkFields}url errors{...ErrorFields}}}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}fragment ErrorFields on UserError{field code message details}";

export function createShareLink(connection: Connection, variables: CreateShareLinkMutationVariables, options?: RequestOptions): Promise<CreateShareLinkMutation> {
  return connection.request(CreateShareLinkDocument, variables, options);
}

export const RevokeShareLinkDocument: TypedText<RevokeShareLinkMutation, RevokeShareLinkMutationVariables> =
  "mutation RevokeShareLink($input:RevokeShareLinkInput!){revokeShareLink(input:$input){shareLink{...ShareLinkFields}errors{...ErrorFields}}}fragment ShareLinkFields on ShareLink{id showsPrompt allowsDownload createdAt expiresAt revokedAt views task{id}board{id}}fragment ErrorFields on UserError{field code message details}";

export function revokeShareLink(connection: Connection, variables: RevokeShareLinkMutationVariables, options?: RequestOptions): Promise<RevokeShareLinkMutation> {
  return connection.request(RevokeShareLinkDocument, variables, options);
}

export const SaveViewDocument: TypedText<SaveViewMutation, SaveViewMutationVariables> =
  "mutation SaveView($input:SaveViewInput!){saveView(input:$input){savedView{...SavedViewFields}errors{...ErrorFields}}}fragment SavedViewFields on SavedView{id name createdAt where filter{...SavedViewFilterFields}orderBy{...SavedViewOrderFields}}fragment ErrorFields on UserError{field code message details}fragment SavedViewFilterFields on SavedViewFilter{status taskType createdAt{...SavedViewTimesFields}search modelVersion aspectRatio externalId metadata{...SavedViewMetadataFields}failureCode updatedAt{...SavedViewTimesFields}labels completedAt{...SavedViewTimesFields}ratedAtLeast isStarred board}fragment SavedViewOrderFields on SavedViewOrder{field direction}fragment SavedViewTimesFields on SavedViewTimes{gte lt}fragment SavedViewMetadataFields on SavedViewMetadata{key value}";

export function saveView(connection: Connection, variables: SaveViewMutationVariables, options?: RequestOptions): Promise<SaveViewMutation> {
  return connection.request(SaveViewDocument, variables, options);
}

export const DeleteViewDocument: TypedText<DeleteViewMutation, DeleteViewMutationVariables> =
  "mutation DeleteView($input:DeleteViewInput!){deleteView(input:$input){deletedViewId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function deleteView(connection: Connection, variables: DeleteViewMutationVariables, options?: RequestOptions): Promise<DeleteViewMutation> {
  return connection.request(DeleteViewDocument, variables, options);
}

export const SetPlanDocument: TypedText<SetPlanMutation, SetPlanMutationVariables> =
  "mutation SetPlan($input:SetPlanInput!){setPlan(input:$input){user{...UserFields}errors{...ErrorFields}}}fragment UserFields on User{id plan{...PlanFields}storageUsed tasksThisMonth credits{...CreditsFields}subject}fragment ErrorFields on UserError{field code message details}fragment PlanFields on Plan{name taskTypes maxImageSize maxStorage maxTasksPerMonth retentionDays imageRetentionDays promptRetentionDays creditPrices{...CreditPriceFields}trashDays markImages canExport canShare}fragment CreditsFields on Credits{available held}fragment CreditPriceFields on CreditPrice{taskType credits}";

export function setPlan(connection: Connection, variables: SetPlanMutationVariables, options?: RequestOptions): Promise<SetPlanMutation> {
  return connection.request(SetPlanDocument, variables, options);
}

export const TasksDocument: TypedText<TasksQuery, TasksQueryVariables> =
  "query Tasks($first:Int$after:String$where:TaskFilter$orderBy:TaskOrder){tasks(first:$first after:$after where:$where orderBy:$orderBy){...TaskPage}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function tasks(connection: Connection, variables: TasksQueryVariables = {}, options?: RequestOptions): Promise<TasksQuery> {
  return connection.request(TasksDocument, variables, options);
}

export const TasksOfUserDocument: TypedText<TasksOfUserQuery, TasksOfUserQueryVariables> =
  "query TasksOfUser($id:ID!$first:Int$after:String$where:TaskFilter$orderBy:TaskOrder){user(id:$id){tasks(first:$first after:$after where:$where orderBy:$orderBy){...TaskPage}}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function tasksOfUser(connection: Connection, variables: TasksOfUserQueryVariables, options?: RequestOptions): Promise<TasksOfUserQuery> {
  return connection.request(TasksOfUserDocument, variables, options);
}

export const TaskDocument: TypedText<TaskQuery, TaskQueryVariables> =
  "query Task($id:ID!){task(id:$id){...TaskFields}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function task(connection: Connection, variables: TaskQueryVariables, options?: RequestOptions): Promise<TaskQuery> {
  return connection.request(TaskDocument, variables, options);
}

export const TaskByExternalIdDocument: TypedText<TaskByExternalIdQuery, TaskByExternalIdQueryVariables> =
  "query TaskByExternalId($externalId:String!$userId:ID){taskByExternalId(externalId:$externalId userId:$userId){...TaskFields}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function taskByExternalId(connection: Connection, variables: TaskByExternalIdQueryVariables, options?: RequestOptions): Promise<TaskByExternalIdQuery> {
  return connection.request(TaskByExternalIdDocument, variables, options);
}

export const ExportTasksDocument: TypedText<ExportTasksMutation, ExportTasksMutationVariables> =
  "mutation ExportTasks($input:ExportTasksInput!){exportTasks(input:$input){export{url expiresAt taskCount imageSize}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function exportTasks(connection: Connection, variables: ExportTasksMutationVariables, options?: RequestOptions): Promise<ExportTasksMutation> {
  return connection.request(ExportTasksDocument, variables, options);
}

export const BeginTaskDocument: TypedText<BeginTaskMutation, BeginTaskMutationVariables> =
  "mutation BeginTask($input:CreateTaskInput!$start:StartTaskInput!){createTask(input:$input){task{...TaskFields}errors{...ErrorFields}}startTask(input:$start){errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function beginTask(connection: Connection, variables: BeginTaskMutationVariables, options?: RequestOptions): Promise<BeginTaskMutation> {
  return connection.request(BeginTaskDocument, variables, options);
}

export const CreateTaskDocument: TypedText<CreateTaskMutation, CreateTaskMutationVariables> =
  "mutation CreateTask($input:CreateTaskInput!){createTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function createTask(connection: Connection, variables: CreateTaskMutationVariables, options?: RequestOptions): Promise<CreateTaskMutation> {
  return connection.request(CreateTaskDocument, variables, options);
}

export const StartTaskDocument: TypedText<StartTaskMutation, StartTaskMutationVariables> =
  "mutation StartTask($input:StartTaskInput!){startTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function startTask(connection: Connection, variables: StartTaskMutationVariables, options?: RequestOptions): Promise<StartTaskMutation> {
  return connection.request(StartTaskDocument, variables, options);
}

export const CompleteTaskDocument: TypedText<CompleteTaskMutation, CompleteTaskMutationVariables> =
  "mutation CompleteTask($input:CompleteTaskInput!){completeTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function completeTask(connection: Connection, variables: CompleteTaskMutationVariables, options?: RequestOptions): Promise<CompleteTaskMutation> {
  return connection.request(CompleteTaskDocument, variables, options);
}

export const FailTaskDocument: TypedText<FailTaskMutation, FailTaskMutationVariables> =
  "mutation FailTask($input:FailTaskInput!){failTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function failTask(connection: Connection, variables: FailTaskMutationVariables, options?: RequestOptions): Promise<FailTaskMutation> {
  return connection.request(FailTaskDocument, variables, options);
}

export const CancelTaskDocument: TypedText<CancelTaskMutation, CancelTaskMutationVariables> =
  "mutation CancelTask($input:CancelTaskInput!){cancelTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function cancelTask(connection: Connection, variables: CancelTaskMutationVariables, options?: RequestOptions): Promise<CancelTaskMutation> {
  return connection.request(CancelTaskDocument, variables, options);
}

export const CreateImageUploadDocument: TypedText<CreateImageUploadMutation, CreateImageUploadMutationVariables> =
  "mutation CreateImageUpload($input:CreateImageUploadInput!){createImageUpload(input:$input){upload{id method url headers{name value}expiresAt}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function createImageUpload(connection: Connection, variables: CreateImageUploadMutationVariables, options?: RequestOptions): Promise<CreateImageUploadMutation> {
  return connection.request(CreateImageUploadDocument, variables, options);
}

export const RecordTasksDocument: TypedText<RecordTasksMutation, RecordTasksMutationVariables> =
  "mutation RecordTasks($input:RecordTasksInput!){recordTasks(input:$input){results{task{id}errors{...ErrorFields}}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export function recordTasks(connection: Connection, variables: RecordTasksMutationVariables, options?: RequestOptions): Promise<RecordTasksMutation> {
  return connection.request(RecordTasksDocument, variables, options);
}

export const TaskEventsDocument: TypedText<TaskEventsSubscription, TaskEventsSubscriptionVariables> =
  "subscription TaskEvents($ids:[ID!]){taskEvents(ids:$ids){kind taskId task{...TaskFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline rating trashedAt imagesRemovedAt promptRemovedAt originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export function taskEvents(connection: Connection, variables: TaskEventsSubscriptionVariables, sink: Sink): () => void {
  return connection.socket.subscribe({ query: String(TaskEventsDocument), variables }, sink);
}
