/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedText } from "./access/request.ts";
export type CancelTaskInput = {
  cost?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
  id: string;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  tokensUsed?: number | null | undefined;
};

export type CanceledOutcomeInput = {
  cost?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  tokensUsed?: number | null | undefined;
};

export type CompleteTaskInput = {
  cost?: string | null | undefined;
  creditsDeducted?: number | null | undefined;
  externalId?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
  id: string;
  image: ImageInput;
  inputTokens?: number | null | undefined;
  metadata?: unknown;
  moreImages?: Array<ImageInput> | null | undefined;
  outputTokens?: number | null | undefined;
  parameters?: unknown;
  tokensUsed?: number | null | undefined;
};

export type CompletedOutcomeInput = {
  cost?: string | null | undefined;
  creditsDeducted?: number | null | undefined;
  generationTimeMs?: number | null | undefined;
  image?: ImageInput | null | undefined;
  inputTokens?: number | null | undefined;
  moreImages?: Array<ImageInput> | null | undefined;
  outputTokens?: number | null | undefined;
  tokensUsed?: number | null | undefined;
};

export type CreateImageUploadInput = {
  contentType: string;
  sha256: string;
  size: number;
  taskId?: string | null | undefined;
  userId?: string | null | undefined;
};

export type CreateTaskInput = {
  aspectRatio?: string | null | undefined;
  createdAt?: string | null | undefined;
  creditsReserved?: number | null | undefined;
  deadline?: string | null | undefined;
  externalId?: string | null | undefined;
  id?: string | null | undefined;
  imageCount?: number;
  metadata?: unknown;
  modelVersion?: string | null | undefined;
  originalImage?: ImageInput | null | undefined;
  parameters?: unknown;
  prompt: string;
  sources?: Array<TaskSourceInput> | null | undefined;
  taskType?: TaskType;
  userId?: string | null | undefined;
};

export type DateTimeRange = {
  gte?: string | null | undefined;
  lt?: string | null | undefined;
};

export type DeleteTaskInput = {
  id: string;
};

export type ExportFormat =
  | 'CSV'
  | 'NDJSON'
  | 'REPORT'
  | 'ZIP';

export type ExportTasksInput = {
  boardId?: string | null | undefined;
  format: ExportFormat;
  language?: string | null | undefined;
  userId?: string | null | undefined;
  where?: TaskFilter | null | undefined;
};

export type FailTaskInput = {
  cost?: string | null | undefined;
  creditsDeducted?: number;
  errorMessage: string;
  failureCode?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
  id: string;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  tokensUsed?: number | null | undefined;
};

export type FailedOutcomeInput = {
  cost?: string | null | undefined;
  creditsDeducted?: number;
  errorMessage: string;
  failureCode?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  tokensUsed?: number | null | undefined;
};

export type ImageInput =
  {   dataUrl: string; file?: never; taskImage?: never; uploadId?: never; }
  |  { dataUrl?: never;   file: Blob; taskImage?: never; uploadId?: never; }
  |  { dataUrl?: never; file?: never;   taskImage: TaskImageInput; uploadId?: never; }
  |  { dataUrl?: never; file?: never; taskImage?: never;   uploadId: string; };

export type MetadataFilter = {
  key: string;
  value: string;
};

export type OrderDirection =
  | 'ASC'
  | 'DESC';

export type OutcomeInput =
  {   canceled: CanceledOutcomeInput; completed?: never; failed?: never; }
  |  { canceled?: never;   completed: CompletedOutcomeInput; failed?: never; }
  |  { canceled?: never; completed?: never;   failed: FailedOutcomeInput; };

export type RecordTasksInput = {
  tasks: Array<RecordedTaskInput>;
};

export type RecordedTaskInput = {
  endedAt?: string | null | undefined;
  outcome?: OutcomeInput | null | undefined;
  startedAt?: string | null | undefined;
  task: CreateTaskInput;
};

export type StartTaskInput = {
  externalId?: string | null | undefined;
  id: string;
  metadata?: unknown;
};

export type TaskEventKind =
  | 'CREATED'
  | 'DELETED'
  | 'UPDATED';

export type TaskFilter = {
  aspectRatio?: Array<string> | null | undefined;
  board?: Array<string> | null | undefined;
  completedAt?: DateTimeRange | null | undefined;
  createdAt?: DateTimeRange | null | undefined;
  externalId?: Array<string> | null | undefined;
  failureCode?: Array<string> | null | undefined;
  isStarred?: boolean | null | undefined;
  labels?: Array<string> | null | undefined;
  metadata?: Array<MetadataFilter> | null | undefined;
  modelVersion?: Array<string> | null | undefined;
  ratedAtLeast?: number | null | undefined;
  search?: string | null | undefined;
  status?: Array<TaskStatus> | null | undefined;
  taskType?: Array<TaskType> | null | undefined;
  updatedAt?: DateTimeRange | null | undefined;
};

export type TaskImageInput = {
  index?: number;
  taskId: string;
};

export type TaskOrder = {
  direction?: OrderDirection;
  field?: TaskOrderField;
};

export type TaskOrderField =
  | 'COMPLETED_AT'
  | 'COST'
  | 'CREATED_AT'
  | 'CREDITS_DEDUCTED'
  | 'GENERATION_TIME_MS'
  | 'TOKENS_USED'
  | 'UPDATED_AT';

export type TaskRelation =
  | 'EDIT'
  | 'REFERENCE'
  | 'RETRY'
  | 'UPSCALE'
  | 'VARIATION';

export type TaskSourceInput = {
  imageIndex?: number | null | undefined;
  relation: TaskRelation;
  taskId: string;
};

export type TaskStatus =
  | 'CANCELED'
  | 'COMPLETED'
  | 'FAILED'
  | 'PENDING'
  | 'PROCESSING';

export type TaskType =
  | 'IMAGE_EDIT'
  | 'IMAGE_GENERATION'
  | 'TEMPLATE_GENERATION';

export type UserErrorCode =
  | 'ADDRESS_NOT_PUBLIC'
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'INSUFFICIENT_CREDITS'
  | 'INVALID'
  | 'INVALID_IMAGE'
  | 'NOT_FOUND'
  | 'PLAN_LIMIT'
  | 'QUOTA_EXCEEDED'
  | 'TOO_LARGE';

export type DeleteTaskMutationVariables = Exact<{
  input: DeleteTaskInput;
}>;


export type DeleteTaskMutation = { deleteTask: { deletedTaskId: string | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type TasksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  where?: TaskFilter | null | undefined;
  orderBy?: TaskOrder | null | undefined;
}>;


export type TasksQuery = { tasks: { nodes: Array<{ id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type TasksOfUserQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  where?: TaskFilter | null | undefined;
  orderBy?: TaskOrder | null | undefined;
}>;


export type TasksOfUserQuery = { user: { tasks: { nodes: Array<{ id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type TaskQueryVariables = Exact<{
  id: string;
}>;


export type TaskQuery = { task: { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null };

export type TaskByExternalIdQueryVariables = Exact<{
  externalId: string;
  userId?: string | null | undefined;
}>;


export type TaskByExternalIdQuery = { taskByExternalId: { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null };

export type ExportTasksMutationVariables = Exact<{
  input: ExportTasksInput;
}>;


export type ExportTasksMutation = { exportTasks: { export: { url: string, expiresAt: string, taskCount: number, imageSize: number } | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type BeginTaskMutationVariables = Exact<{
  input: CreateTaskInput;
  start: StartTaskInput;
}>;


export type BeginTaskMutation = { createTask: { task: { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null, startTask: { errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type CreateTaskMutationVariables = Exact<{
  input: CreateTaskInput;
}>;


export type CreateTaskMutation = { createTask: { task: { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type StartTaskMutationVariables = Exact<{
  input: StartTaskInput;
}>;


export type StartTaskMutation = { startTask: { task: { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type CompleteTaskMutationVariables = Exact<{
  input: CompleteTaskInput;
}>;


export type CompleteTaskMutation = { completeTask: { task: { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type FailTaskMutationVariables = Exact<{
  input: FailTaskInput;
}>;


export type FailTaskMutation = { failTask: { task: { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type CancelTaskMutationVariables = Exact<{
  input: CancelTaskInput;
}>;


export type CancelTaskMutation = { cancelTask: { task: { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type CreateImageUploadMutationVariables = Exact<{
  input: CreateImageUploadInput;
}>;


export type CreateImageUploadMutation = { createImageUpload: { upload: { id: string, method: string, url: string, expiresAt: string, headers: Array<{ name: string, value: string }> } | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type RecordTasksMutationVariables = Exact<{
  input: RecordTasksInput;
}>;


export type RecordTasksMutation = { recordTasks: { results: Array<{ task: { id: string } | null, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> }>, errors: Array<{ field: Array<string> | null, code: UserErrorCode, message: string, details: unknown }> } | null };

export type TaskEventsSubscriptionVariables = Exact<{
  ids?: Array<string> | string | null | undefined;
}>;


export type TaskEventsSubscription = { taskEvents: { kind: TaskEventKind, taskId: string, task: { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> } | null } };

export type TaskFieldsFragment = { id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> };

export type ImageFieldsFragment = { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null };

export type ErrorFieldsFragment = { field: Array<string> | null, code: UserErrorCode, message: string, details: unknown };

export type TaskPageFragment = { nodes: Array<{ id: string, userId: string, taskType: TaskType, status: TaskStatus, prompt: string, aspectRatio: string | null, modelVersion: string | null, imageCount: number, resultCount: number, externalId: string | null, parameters: unknown, metadata: unknown, tokensUsed: number, inputTokens: number | null, outputTokens: number | null, creditsDeducted: number, creditsHeld: number, cost: string | null, generationTimeMs: number | null, errorMessage: string | null, failureCode: string | null, createdAt: string, updatedAt: string, startedAt: string | null, completedAt: string | null, deadline: string | null, originalImage: { url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null } | null, images: Array<{ url: string, expiresAt: string | null, contentType: string | null, width: number | null, height: number | null, size: number | null, sha256: string | null }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } };

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
