export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  BigInt: { input: number; output: number; }
  Date: { input: string; output: string; }
  DateTime: { input: string; output: string; }
  Decimal: { input: string; output: string; }
  JSON: { input: unknown; output: unknown; }
  URL: { input: string; output: string; }
  Upload: { input: File; output: File; }
};

export type AddToBoardInput = {
  boardId: Scalars['ID']['input'];
  taskIds: Array<Scalars['ID']['input']>;
};

export type AuditAction =
  | 'CHANGE_WEBHOOK'
  | 'ERASE_USER'
  | 'EXPORT_TASKS'
  | 'GRANT_CREDITS'
  | 'IMPORT_TASKS'
  | 'LABEL'
  | 'PURGE'
  | 'READ_TASKS'
  | 'READ_USER'
  | 'READ_WEBHOOKS'
  | 'REPAIR'
  | 'REVOKE_CREDITS'
  | 'SET_PLAN'
  | 'SHARE';

export type BoardRole =
  | 'CONTRIBUTOR'
  | 'OWNER'
  | 'VIEWER';

export type CancelTaskInput = {
  cost?: InputMaybe<Scalars['Decimal']['input']>;
  generationTimeMs?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  inputTokens?: InputMaybe<Scalars['Int']['input']>;
  outputTokens?: InputMaybe<Scalars['Int']['input']>;
  tokensUsed?: InputMaybe<Scalars['Int']['input']>;
};

export type CanceledOutcomeInput = {
  cost?: InputMaybe<Scalars['Decimal']['input']>;
  generationTimeMs?: InputMaybe<Scalars['Int']['input']>;
  inputTokens?: InputMaybe<Scalars['Int']['input']>;
  outputTokens?: InputMaybe<Scalars['Int']['input']>;
  tokensUsed?: InputMaybe<Scalars['Int']['input']>;
};

export type CompleteTaskInput = {
  cost?: InputMaybe<Scalars['Decimal']['input']>;
  creditsDeducted?: InputMaybe<Scalars['Int']['input']>;
  externalId?: InputMaybe<Scalars['String']['input']>;
  generationTimeMs?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  image: ImageInput;
  inputTokens?: InputMaybe<Scalars['Int']['input']>;
  metadata?: InputMaybe<Scalars['JSON']['input']>;
  moreImages?: InputMaybe<Array<ImageInput>>;
  outputTokens?: InputMaybe<Scalars['Int']['input']>;
  parameters?: InputMaybe<Scalars['JSON']['input']>;
  tokensUsed?: InputMaybe<Scalars['Int']['input']>;
};

export type CompletedOutcomeInput = {
  cost?: InputMaybe<Scalars['Decimal']['input']>;
  creditsDeducted?: InputMaybe<Scalars['Int']['input']>;
  generationTimeMs?: InputMaybe<Scalars['Int']['input']>;
  image?: InputMaybe<ImageInput>;
  inputTokens?: InputMaybe<Scalars['Int']['input']>;
  moreImages?: InputMaybe<Array<ImageInput>>;
  outputTokens?: InputMaybe<Scalars['Int']['input']>;
  tokensUsed?: InputMaybe<Scalars['Int']['input']>;
};

export type CountPrecision =
  | 'AT_LEAST'
  | 'EXACT';

export type CreateBoardInput = {
  description?: Scalars['String']['input'];
  id?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};

export type CreateImageUploadInput = {
  contentType: Scalars['String']['input'];
  sha256: Scalars['String']['input'];
  size: Scalars['Int']['input'];
  taskId?: InputMaybe<Scalars['ID']['input']>;
  userId?: InputMaybe<Scalars['ID']['input']>;
};

export type CreateShareLinkInput = {
  allowsDownload?: Scalars['Boolean']['input'];
  boardId?: InputMaybe<Scalars['ID']['input']>;
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  showsPrompt?: Scalars['Boolean']['input'];
  taskId?: InputMaybe<Scalars['ID']['input']>;
};

export type CreateTaskInput = {
  aspectRatio?: InputMaybe<Scalars['String']['input']>;
  createdAt?: InputMaybe<Scalars['DateTime']['input']>;
  creditsReserved?: InputMaybe<Scalars['Int']['input']>;
  deadline?: InputMaybe<Scalars['DateTime']['input']>;
  externalId?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  imageCount?: Scalars['Int']['input'];
  metadata?: InputMaybe<Scalars['JSON']['input']>;
  modelVersion?: InputMaybe<Scalars['String']['input']>;
  originalImage?: InputMaybe<ImageInput>;
  parameters?: InputMaybe<Scalars['JSON']['input']>;
  prompt: Scalars['String']['input'];
  sources?: InputMaybe<Array<TaskSourceInput>>;
  taskType?: TaskType;
  userId?: InputMaybe<Scalars['ID']['input']>;
};

export type CreateWebhookInput = {
  allUsers?: Scalars['Boolean']['input'];
  events: Array<WebhookEventType>;
  url: Scalars['URL']['input'];
};

export type CreditEntryKind =
  | 'EXPIRE'
  | 'GRANT'
  | 'HOLD'
  | 'RELEASE'
  | 'REVOKE'
  | 'SETTLE';

export type DateTimeRange = {
  gte?: InputMaybe<Scalars['DateTime']['input']>;
  lt?: InputMaybe<Scalars['DateTime']['input']>;
};

export type DeleteBoardInput = {
  id: Scalars['ID']['input'];
};

export type DeleteTaskInput = {
  id: Scalars['ID']['input'];
};

export type DeleteTasksInput = {
  ids: Array<Scalars['ID']['input']>;
};

export type DeleteViewInput = {
  id: Scalars['ID']['input'];
};

export type DeleteWebhookInput = {
  id: Scalars['ID']['input'];
};

export type DeliveryState =
  | 'DELIVERED'
  | 'FAILED'
  | 'WAITING';

export type EraseUserInput = {
  dryRun?: Scalars['Boolean']['input'];
  userId: Scalars['ID']['input'];
};

export type ExportFormat =
  | 'CSV'
  | 'NDJSON'
  | 'REPORT'
  | 'ZIP';

export type ExportTasksInput = {
  boardId?: InputMaybe<Scalars['ID']['input']>;
  format: ExportFormat;
  language?: InputMaybe<Scalars['String']['input']>;
  userId?: InputMaybe<Scalars['ID']['input']>;
  where?: InputMaybe<TaskFilter>;
};

export type FailTaskInput = {
  cost?: InputMaybe<Scalars['Decimal']['input']>;
  creditsDeducted?: Scalars['Int']['input'];
  errorMessage: Scalars['String']['input'];
  failureCode?: InputMaybe<Scalars['String']['input']>;
  generationTimeMs?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  inputTokens?: InputMaybe<Scalars['Int']['input']>;
  outputTokens?: InputMaybe<Scalars['Int']['input']>;
  tokensUsed?: InputMaybe<Scalars['Int']['input']>;
};

export type FailedOutcomeInput = {
  cost?: InputMaybe<Scalars['Decimal']['input']>;
  creditsDeducted?: Scalars['Int']['input'];
  errorMessage: Scalars['String']['input'];
  failureCode?: InputMaybe<Scalars['String']['input']>;
  generationTimeMs?: InputMaybe<Scalars['Int']['input']>;
  inputTokens?: InputMaybe<Scalars['Int']['input']>;
  outputTokens?: InputMaybe<Scalars['Int']['input']>;
  tokensUsed?: InputMaybe<Scalars['Int']['input']>;
};

export type GivenImageInput =
  { dataUrl: Scalars['String']['input']; file?: never; }
  |  { dataUrl?: never; file: Scalars['Upload']['input']; };

export type GrantCreditsInput = {
  amount: Scalars['BigInt']['input'];
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  id: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
  userId: Scalars['ID']['input'];
};

export type ImageInput =
  { dataUrl: Scalars['String']['input']; file?: never; taskImage?: never; uploadId?: never; }
  |  { dataUrl?: never; file: Scalars['Upload']['input']; taskImage?: never; uploadId?: never; }
  |  { dataUrl?: never; file?: never; taskImage: TaskImageInput; uploadId?: never; }
  |  { dataUrl?: never; file?: never; taskImage?: never; uploadId: Scalars['ID']['input']; };

export type ImageVariant =
  | 'FULL'
  | 'MARKED'
  | 'THUMBNAIL';

export type InsightKind =
  | 'CHEAPER_MODEL'
  | 'FASTER_MODEL'
  | 'FREQUENT_FAILURE'
  | 'REPEATED_PROMPT';

export type InviteToBoardInput = {
  boardId: Scalars['ID']['input'];
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  role?: BoardRole;
};

export type JoinBoardInput = {
  secret: Scalars['String']['input'];
};

export type Likeness =
  | 'SAME_IMAGE'
  | 'SAME_PROMPT'
  | 'SIMILAR_IMAGE'
  | 'SIMILAR_PROMPT';

export type MetadataFilter = {
  key: Scalars['String']['input'];
  value: Scalars['String']['input'];
};

export type OrderDirection =
  | 'ASC'
  | 'DESC';

export type OutcomeInput =
  { canceled: CanceledOutcomeInput; completed?: never; failed?: never; }
  |  { canceled?: never; completed: CompletedOutcomeInput; failed?: never; }
  |  { canceled?: never; completed?: never; failed: FailedOutcomeInput; };

export type PurgeTasksInput = {
  createdBefore: Scalars['DateTime']['input'];
  dryRun?: Scalars['Boolean']['input'];
};

export type RateTaskInput = {
  id: Scalars['ID']['input'];
  rating?: InputMaybe<Scalars['Int']['input']>;
};

export type Recognition =
  | 'BYTES'
  | 'LABEL'
  | 'LIKENESS';

export type RecordTasksInput = {
  tasks: Array<RecordedTaskInput>;
};

export type RecordedTaskInput = {
  endedAt?: InputMaybe<Scalars['DateTime']['input']>;
  outcome?: InputMaybe<OutcomeInput>;
  startedAt?: InputMaybe<Scalars['DateTime']['input']>;
  task: CreateTaskInput;
};

export type RemoveFromBoardInput = {
  boardId: Scalars['ID']['input'];
  taskIds: Array<Scalars['ID']['input']>;
};

export type ResendFailedInput = {
  since: Scalars['DateTime']['input'];
  webhookId: Scalars['ID']['input'];
};

export type ResendWebhookInput =
  { deliveryId: Scalars['ID']['input']; failed?: never; }
  |  { deliveryId?: never; failed: ResendFailedInput; };

export type RestoreTasksInput = {
  ids: Array<Scalars['ID']['input']>;
};

export type RevokeCreditsInput = {
  id: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
  userId: Scalars['ID']['input'];
};

export type RevokeInvitationInput = {
  id: Scalars['ID']['input'];
};

export type RevokeShareLinkInput = {
  id: Scalars['ID']['input'];
};

export type Role =
  | 'ADMIN'
  | 'SERVICE'
  | 'USER';

export type RotateWebhookSecretInput = {
  id: Scalars['ID']['input'];
};

export type SaveViewInput = {
  id?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
  orderBy?: InputMaybe<TaskOrder>;
  position?: InputMaybe<Scalars['Int']['input']>;
  where?: InputMaybe<TaskFilter>;
};

export type SetBoardMemberInput = {
  boardId: Scalars['ID']['input'];
  role?: InputMaybe<BoardRole>;
  userId: Scalars['ID']['input'];
};

export type SetPlanInput = {
  plan: Scalars['String']['input'];
  userId: Scalars['ID']['input'];
};

export type SimilarToInput =
  { image: GivenImageInput; prompt?: never; taskId?: never; }
  |  { image?: never; prompt: Scalars['String']['input']; taskId?: never; }
  |  { image?: never; prompt?: never; taskId: Scalars['ID']['input']; };

export type StarTasksInput = {
  ids: Array<Scalars['ID']['input']>;
  starred?: Scalars['Boolean']['input'];
};

export type StartTaskInput = {
  externalId?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
  metadata?: InputMaybe<Scalars['JSON']['input']>;
};

export type StatisticsPeriod =
  | 'ALL_TIME'
  | 'DAY'
  | 'MONTH'
  | 'WEEK';

export type TaskEventKind =
  | 'CREATED'
  | 'DELETED'
  | 'UPDATED';

export type TaskFilter = {
  aspectRatio?: InputMaybe<Array<Scalars['String']['input']>>;
  board?: InputMaybe<Array<Scalars['ID']['input']>>;
  completedAt?: InputMaybe<DateTimeRange>;
  createdAt?: InputMaybe<DateTimeRange>;
  externalId?: InputMaybe<Array<Scalars['String']['input']>>;
  failureCode?: InputMaybe<Array<Scalars['String']['input']>>;
  isStarred?: InputMaybe<Scalars['Boolean']['input']>;
  labels?: InputMaybe<Array<Scalars['String']['input']>>;
  metadata?: InputMaybe<Array<MetadataFilter>>;
  modelVersion?: InputMaybe<Array<Scalars['String']['input']>>;
  ratedAtLeast?: InputMaybe<Scalars['Int']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<Array<TaskStatus>>;
  taskType?: InputMaybe<Array<TaskType>>;
  updatedAt?: InputMaybe<DateTimeRange>;
};

export type TaskImageInput = {
  index?: Scalars['Int']['input'];
  taskId: Scalars['ID']['input'];
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
  imageIndex?: InputMaybe<Scalars['Int']['input']>;
  relation: TaskRelation;
  taskId: Scalars['ID']['input'];
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

export type TestWebhookInput = {
  id: Scalars['ID']['input'];
};

export type TrashTasksInput = {
  ids: Array<Scalars['ID']['input']>;
};

export type UpdateBoardInput = {
  coverTaskId?: InputMaybe<Scalars['ID']['input']>;
  description?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateWebhookInput = {
  enabled?: InputMaybe<Scalars['Boolean']['input']>;
  events?: InputMaybe<Array<WebhookEventType>>;
  id: Scalars['ID']['input'];
  url?: InputMaybe<Scalars['URL']['input']>;
};

export type UploadOriginalImageInput = {
  id: Scalars['ID']['input'];
  image: ImageInput;
};

export type UsageDimension =
  | 'DAY'
  | 'HOUR'
  | 'MODEL'
  | 'TASK_TYPE';

export type UsageFilter = {
  modelVersion?: InputMaybe<Array<Scalars['String']['input']>>;
  taskType?: InputMaybe<Array<TaskType>>;
};

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

export type UserUsageOrder =
  | 'COST'
  | 'CREDITS'
  | 'FAILED_TASKS'
  | 'LAST_TASK'
  | 'STORAGE'
  | 'TASKS'
  | 'TOKENS';

export type WebhookDisabledReason =
  | 'FAILURES'
  | 'GONE'
  | 'ROLE_ENDED'
  | 'SWITCHED_OFF';

export type WebhookErrorCode =
  | 'ADDRESS_NOT_PUBLIC'
  | 'DISCONNECTED'
  | 'HOST_NOT_FOUND'
  | 'NOT_CONNECTED'
  | 'NOT_HTTP'
  | 'OTHER'
  | 'TIMED_OUT'
  | 'TLS_FAILED';

export type WebhookEventType =
  | 'CREDITS_LOW'
  | 'TASK_CANCELED'
  | 'TASK_COMPLETED'
  | 'TASK_CREATED'
  | 'TASK_DELETED'
  | 'TASK_FAILED';
