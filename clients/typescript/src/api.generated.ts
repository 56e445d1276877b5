/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.generated.ts';

import type { TypedText } from "./access/request.ts";
export type DeleteTaskMutationVariables = Exact<{
  input: Types.DeleteTaskInput;
}>;


export type DeleteTaskMutation = { deleteTask: { deletedTaskId: string | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type TasksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  where?: Types.TaskFilter | null | undefined;
  orderBy?: Types.TaskOrder | null | undefined;
}>;


export type TasksQuery = { tasks: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type TasksOfUserQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  where?: Types.TaskFilter | null | undefined;
  orderBy?: Types.TaskOrder | null | undefined;
}>;


export type TasksOfUserQuery = { user: { tasks: { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type TaskQueryVariables = Exact<{
  id: string;
}>;


export type TaskQuery = { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null };

export type TaskByExternalIdQueryVariables = Exact<{
  externalId: string;
  userId?: string | null | undefined;
}>;


export type TaskByExternalIdQuery = { taskByExternalId: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null };

export type ExportTasksMutationVariables = Exact<{
  input: Types.ExportTasksInput;
}>;


export type ExportTasksMutation = { exportTasks: { export: { url: string, expiresAt: string, taskCount: number, imageSize: number } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type BeginTaskMutationVariables = Exact<{
  input: Types.CreateTaskInput;
  start: Types.StartTaskInput;
}>;


export type BeginTaskMutation = { createTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null, startTask: { errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CreateTaskMutationVariables = Exact<{
  input: Types.CreateTaskInput;
}>;


export type CreateTaskMutation = { createTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type StartTaskMutationVariables = Exact<{
  input: Types.StartTaskInput;
}>;


export type StartTaskMutation = { startTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CompleteTaskMutationVariables = Exact<{
  input: Types.CompleteTaskInput;
}>;


export type CompleteTaskMutation = { completeTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type FailTaskMutationVariables = Exact<{
  input: Types.FailTaskInput;
}>;


export type FailTaskMutation = { failTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

export type CancelTaskMutationVariables = Exact<{
  input: Types.CancelTaskInput;
}>;


export type CancelTaskMutation = { cancelTask: { task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown }> } | null };

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


export type TaskEventsSubscription = { taskEvents: { kind: Types.TaskEventKind, taskId: string, task: { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null } };

export type TaskFieldsFragment = { id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> };

export type ImageFieldsFragment = { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null };

export type ErrorFieldsFragment = { field: Array<string> | null, code: Types.UserErrorCode, message: string, details: unknown };

export type TaskPageFragment = { nodes: Array<{ id: string, userId: string, taskType: Types.TaskType, status: Types.TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } };

export const DeleteTaskDocument: TypedText<DeleteTaskMutation, DeleteTaskMutationVariables> =
  "mutation DeleteTask($input:DeleteTaskInput!){deleteTask(input:$input){deletedTaskId errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export const TasksDocument: TypedText<TasksQuery, TasksQueryVariables> =
  "query Tasks($first:Int$after:String$where:TaskFilter$orderBy:TaskOrder){tasks(first:$first after:$after where:$where orderBy:$orderBy){...TaskPage}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const TasksOfUserDocument: TypedText<TasksOfUserQuery, TasksOfUserQueryVariables> =
  "query TasksOfUser($id:ID!$first:Int$after:String$where:TaskFilter$orderBy:TaskOrder){user(id:$id){tasks(first:$first after:$after where:$where orderBy:$orderBy){...TaskPage}}}fragment TaskPage on TaskConnection{nodes{...TaskFields}pageInfo{endCursor hasNextPage}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const TaskDocument: TypedText<TaskQuery, TaskQueryVariables> =
  "query Task($id:ID!){task(id:$id){...TaskFields}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const TaskByExternalIdDocument: TypedText<TaskByExternalIdQuery, TaskByExternalIdQueryVariables> =
  "query TaskByExternalId($externalId:String!$userId:ID){taskByExternalId(externalId:$externalId userId:$userId){...TaskFields}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const ExportTasksDocument: TypedText<ExportTasksMutation, ExportTasksMutationVariables> =
  "mutation ExportTasks($input:ExportTasksInput!){exportTasks(input:$input){export{url expiresAt taskCount imageSize}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export const BeginTaskDocument: TypedText<BeginTaskMutation, BeginTaskMutationVariables> =
  "mutation BeginTask($input:CreateTaskInput!$start:StartTaskInput!){createTask(input:$input){task{...TaskFields}errors{...ErrorFields}}startTask(input:$start){errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const CreateTaskDocument: TypedText<CreateTaskMutation, CreateTaskMutationVariables> =
  "mutation CreateTask($input:CreateTaskInput!){createTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const StartTaskDocument: TypedText<StartTaskMutation, StartTaskMutationVariables> =
  "mutation StartTask($input:StartTaskInput!){startTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const CompleteTaskDocument: TypedText<CompleteTaskMutation, CompleteTaskMutationVariables> =
  "mutation CompleteTask($input:CompleteTaskInput!){completeTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const FailTaskDocument: TypedText<FailTaskMutation, FailTaskMutationVariables> =
  "mutation FailTask($input:FailTaskInput!){failTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const CancelTaskDocument: TypedText<CancelTaskMutation, CancelTaskMutationVariables> =
  "mutation CancelTask($input:CancelTaskInput!){cancelTask(input:$input){task{...TaskFields}errors{...ErrorFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ErrorFields on UserError{field code message details}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";

export const CreateImageUploadDocument: TypedText<CreateImageUploadMutation, CreateImageUploadMutationVariables> =
  "mutation CreateImageUpload($input:CreateImageUploadInput!){createImageUpload(input:$input){upload{id method url headers{name value}expiresAt}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export const RecordTasksDocument: TypedText<RecordTasksMutation, RecordTasksMutationVariables> =
  "mutation RecordTasks($input:RecordTasksInput!){recordTasks(input:$input){results{task{id}errors{...ErrorFields}}errors{...ErrorFields}}}fragment ErrorFields on UserError{field code message details}";

export const TaskEventsDocument: TypedText<TaskEventsSubscription, TaskEventsSubscriptionVariables> =
  "subscription TaskEvents($ids:[ID!]){taskEvents(ids:$ids){kind taskId task{...TaskFields}}}fragment TaskFields on TaskRecord{id userId taskType status prompt aspectRatio modelVersion imageCount resultCount externalId parameters metadata tokensUsed inputTokens outputTokens creditsDeducted creditsHeld cost generationTimeMs errorMessage failureCode createdAt updatedAt startedAt completedAt deadline originalImage{...ImageFields}images{...ImageFields}}fragment ImageFields on Image{url expiresAt contentType width height size sha256}";
