export type AddToBoardInput = {
  boardId: string;
  taskIds: Array<string>;
};

export const AuditAction = {
  ReadTasks: 'READ_TASKS',
  ExportTasks: 'EXPORT_TASKS',
  Purge: 'PURGE',
  EraseUser: 'ERASE_USER',
  GrantCredits: 'GRANT_CREDITS',
  RevokeCredits: 'REVOKE_CREDITS',
  Repair: 'REPAIR',
  ReadUser: 'READ_USER',
  SetPlan: 'SET_PLAN',
  ReadWebhooks: 'READ_WEBHOOKS',
  ChangeWebhook: 'CHANGE_WEBHOOK',
  ImportTasks: 'IMPORT_TASKS',
  Share: 'SHARE',
  Label: 'LABEL'
} as const;

export type AuditAction = typeof AuditAction[keyof typeof AuditAction];
export const BoardRole = {
  Viewer: 'VIEWER',
  Contributor: 'CONTRIBUTOR',
  Owner: 'OWNER'
} as const;

export type BoardRole = typeof BoardRole[keyof typeof BoardRole];
export type CancelTaskInput = {
  id: string;
  tokensUsed?: number | null | undefined;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  cost?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
  externalId?: string | null | undefined;
  parameters?: unknown;
  metadata?: unknown;
  startedAt?: string | null | undefined;
};

export type CanceledOutcomeInput = {
  tokensUsed?: number | null | undefined;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  cost?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
};

export type CompleteTaskInput = {
  id: string;
  image: ImageInput;
  moreImages?: Array<ImageInput> | null | undefined;
  creditsDeducted?: number | null | undefined;
  tokensUsed?: number | null | undefined;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  cost?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
  externalId?: string | null | undefined;
  parameters?: unknown;
  metadata?: unknown;
  startedAt?: string | null | undefined;
};

export type CompletedOutcomeInput = {
  image?: ImageInput | null | undefined;
  moreImages?: Array<ImageInput> | null | undefined;
  creditsDeducted?: number | null | undefined;
  tokensUsed?: number | null | undefined;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  cost?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
};

export const CountPrecision = {
  Exact: 'EXACT',
  AtLeast: 'AT_LEAST'
} as const;

export type CountPrecision = typeof CountPrecision[keyof typeof CountPrecision];
export type CreateBoardInput = {
  id?: string | null | undefined;
  name: string;
  description?: string;
};

export type CreateImageUploadInput = {
  taskId?: string | null | undefined;
  userId?: string | null | undefined;
  contentType: string;
  size: number;
  sha256: string;
};

export type CreateShareLinkInput = {
  id?: string | null | undefined;
  taskId?: string | null | undefined;
  boardId?: string | null | undefined;
  showsPrompt?: boolean;
  allowsDownload?: boolean;
  expiresAt?: string | null | undefined;
};

export type CreateTaskInput = {
  id?: string | null | undefined;
  userId?: string | null | undefined;
  taskType?: TaskType;
  prompt: string;
  aspectRatio?: string | null | undefined;
  modelVersion?: string | null | undefined;
  originalImage?: ImageInput | null | undefined;
  imageCount?: number;
  sources?: Array<TaskSourceInput> | null | undefined;
  creditsReserved?: number | null | undefined;
  externalId?: string | null | undefined;
  parameters?: unknown;
  metadata?: unknown;
  deadline?: string | null | undefined;
  createdAt?: string | null | undefined;
};

export type CreateWebhookInput = {
  url: string;
  events: Array<WebhookEventType>;
  allUsers?: boolean;
};

export const CreditEntryKind = {
  Grant: 'GRANT',
  Revoke: 'REVOKE',
  Hold: 'HOLD',
  Settle: 'SETTLE',
  Release: 'RELEASE',
  Expire: 'EXPIRE'
} as const;

export type CreditEntryKind = typeof CreditEntryKind[keyof typeof CreditEntryKind];
export type DateTimeRange = {
  gte?: string | null | undefined;
  lt?: string | null | undefined;
};

export type DeleteBoardInput = {
  id: string;
};

export type DeleteTaskInput = {
  id: string;
};

export type DeleteTasksInput = {
  ids: Array<string>;
};

export type DeleteViewInput = {
  id: string;
};

export type DeleteWebhookInput = {
  id: string;
};

export const DeliveryState = {
  Waiting: 'WAITING',
  Delivered: 'DELIVERED',
  Failed: 'FAILED'
} as const;

export type DeliveryState = typeof DeliveryState[keyof typeof DeliveryState];
export type EraseUserInput = {
  userId: string;
  dryRun?: boolean;
};

export const ExportFormat = {
  Csv: 'CSV',
  Ndjson: 'NDJSON',
  Zip: 'ZIP',
  Report: 'REPORT'
} as const;

export type ExportFormat = typeof ExportFormat[keyof typeof ExportFormat];
export type ExportTasksInput = {
  format: ExportFormat;
  where?: TaskFilter | null | undefined;
  userId?: string | null | undefined;
  boardId?: string | null | undefined;
  language?: string | null | undefined;
};

export type FailTaskInput = {
  id: string;
  errorMessage: string;
  failureCode?: string | null | undefined;
  creditsDeducted?: number;
  tokensUsed?: number | null | undefined;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  cost?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
  externalId?: string | null | undefined;
  parameters?: unknown;
  metadata?: unknown;
  startedAt?: string | null | undefined;
};

export type FailedOutcomeInput = {
  errorMessage: string;
  failureCode?: string | null | undefined;
  creditsDeducted?: number;
  tokensUsed?: number | null | undefined;
  inputTokens?: number | null | undefined;
  outputTokens?: number | null | undefined;
  cost?: string | null | undefined;
  generationTimeMs?: number | null | undefined;
};

export type GivenImageInput =
  {   file: Blob; dataUrl?: never; }
  |  { file?: never;   dataUrl: string; };

export type GrantCreditsInput = {
  id: string;
  userId: string;
  amount: number;
  expiresAt?: string | null | undefined;
  reason: string;
};

export type ImageInput =
  {   file: Blob; dataUrl?: never; uploadId?: never; taskImage?: never; }
  |  { file?: never;   dataUrl: string; uploadId?: never; taskImage?: never; }
  |  { file?: never; dataUrl?: never;   uploadId: string; taskImage?: never; }
  |  { file?: never; dataUrl?: never; uploadId?: never;   taskImage: TaskImageInput; };

export const InsightKind = {
  CheaperModel: 'CHEAPER_MODEL',
  FasterModel: 'FASTER_MODEL',
  FrequentFailure: 'FREQUENT_FAILURE',
  RepeatedPrompt: 'REPEATED_PROMPT'
} as const;

export type InsightKind = typeof InsightKind[keyof typeof InsightKind];
export type InviteToBoardInput = {
  id?: string | null | undefined;
  boardId: string;
  role?: BoardRole;
  expiresAt?: string | null | undefined;
};

export type JoinBoardInput = {
  secret: string;
};

export const Likeness = {
  SameImage: 'SAME_IMAGE',
  SamePrompt: 'SAME_PROMPT',
  SimilarImage: 'SIMILAR_IMAGE',
  SimilarPrompt: 'SIMILAR_PROMPT'
} as const;

export type Likeness = typeof Likeness[keyof typeof Likeness];
export type MetadataFilter = {
  key: string;
  value: string;
};

export const OrderDirection = {
  Asc: 'ASC',
  Desc: 'DESC'
} as const;

export type OrderDirection = typeof OrderDirection[keyof typeof OrderDirection];
export type OutcomeInput =
  {   completed: CompletedOutcomeInput; failed?: never; canceled?: never; }
  |  { completed?: never;   failed: FailedOutcomeInput; canceled?: never; }
  |  { completed?: never; failed?: never;   canceled: CanceledOutcomeInput; };

export type PurgeTasksInput = {
  createdBefore: string;
  dryRun?: boolean;
};

export type RateTaskInput = {
  id: string;
  rating?: number | null | undefined;
};

export const Recognition = {
  Bytes: 'BYTES',
  Label: 'LABEL',
  Likeness: 'LIKENESS'
} as const;

export type Recognition = typeof Recognition[keyof typeof Recognition];
export type RecordTasksInput = {
  tasks: Array<RecordedTaskInput>;
};

export type RecordedTaskInput = {
  task: CreateTaskInput;
  startedAt?: string | null | undefined;
  outcome?: OutcomeInput | null | undefined;
  endedAt?: string | null | undefined;
};

export type RemoveFromBoardInput = {
  boardId: string;
  taskIds: Array<string>;
};

export type ResendFailedInput = {
  webhookId: string;
  since: string;
};

export type ResendWebhookInput =
  {   deliveryId: string; failed?: never; }
  |  { deliveryId?: never;   failed: ResendFailedInput; };

export type RestoreTasksInput = {
  ids: Array<string>;
};

export type RevokeCreditsInput = {
  id: string;
  userId: string;
  reason: string;
};

export type RevokeInvitationInput = {
  id: string;
};

export type RevokeShareLinkInput = {
  id: string;
};

export const Role = {
  User: 'USER',
  Admin: 'ADMIN',
  Service: 'SERVICE'
} as const;

export type Role = typeof Role[keyof typeof Role];
export type RotateWebhookSecretInput = {
  id: string;
};

export type SaveViewInput = {
  id?: string | null | undefined;
  name: string;
  where?: TaskFilter | null | undefined;
  orderBy?: TaskOrder | null | undefined;
  position?: number | null | undefined;
};

export type SetBoardMemberInput = {
  boardId: string;
  userId: string;
  role?: BoardRole | null | undefined;
};

export type SetPlanInput = {
  userId: string;
  plan: string;
};

export type SimilarToInput =
  {   taskId: string; prompt?: never; image?: never; }
  |  { taskId?: never;   prompt: string; image?: never; }
  |  { taskId?: never; prompt?: never;   image: GivenImageInput; };

export type StarTasksInput = {
  ids: Array<string>;
  starred?: boolean;
};

export type StartTaskInput = {
  id: string;
  externalId?: string | null | undefined;
  metadata?: unknown;
};

export const StatisticsPeriod = {
  Day: 'DAY',
  Week: 'WEEK',
  Month: 'MONTH',
  AllTime: 'ALL_TIME'
} as const;

export type StatisticsPeriod = typeof StatisticsPeriod[keyof typeof StatisticsPeriod];
export const TaskEventKind = {
  Created: 'CREATED',
  Updated: 'UPDATED',
  Deleted: 'DELETED'
} as const;

export type TaskEventKind = typeof TaskEventKind[keyof typeof TaskEventKind];
export type TaskFilter = {
  status?: Array<TaskStatus> | null | undefined;
  taskType?: Array<TaskType> | null | undefined;
  createdAt?: DateTimeRange | null | undefined;
  search?: string | null | undefined;
  modelVersion?: Array<string> | null | undefined;
  aspectRatio?: Array<string> | null | undefined;
  externalId?: Array<string> | null | undefined;
  metadata?: Array<MetadataFilter> | null | undefined;
  failureCode?: Array<string> | null | undefined;
  updatedAt?: DateTimeRange | null | undefined;
  labels?: Array<string> | null | undefined;
  completedAt?: DateTimeRange | null | undefined;
  ratedAtLeast?: number | null | undefined;
  isStarred?: boolean | null | undefined;
  board?: Array<string> | null | undefined;
};

export type TaskImageInput = {
  taskId: string;
  index?: number;
};

export type TaskOrder = {
  field?: TaskOrderField;
  direction?: OrderDirection;
};

export const TaskOrderField = {
  CreatedAt: 'CREATED_AT',
  GenerationTimeMs: 'GENERATION_TIME_MS',
  TokensUsed: 'TOKENS_USED',
  CreditsDeducted: 'CREDITS_DEDUCTED',
  UpdatedAt: 'UPDATED_AT',
  CompletedAt: 'COMPLETED_AT',
  Cost: 'COST'
} as const;

export type TaskOrderField = typeof TaskOrderField[keyof typeof TaskOrderField];
export const TaskRelation = {
  Retry: 'RETRY',
  Variation: 'VARIATION',
  Edit: 'EDIT',
  Upscale: 'UPSCALE',
  Reference: 'REFERENCE'
} as const;

export type TaskRelation = typeof TaskRelation[keyof typeof TaskRelation];
export type TaskSourceInput = {
  taskId: string;
  relation: TaskRelation;
  imageIndex?: number | null | undefined;
};

export const TaskStatus = {
  Pending: 'PENDING',
  Processing: 'PROCESSING',
  Completed: 'COMPLETED',
  Failed: 'FAILED',
  Canceled: 'CANCELED'
} as const;

export type TaskStatus = typeof TaskStatus[keyof typeof TaskStatus];
export const TaskType = {
  ImageGeneration: 'IMAGE_GENERATION',
  ImageEdit: 'IMAGE_EDIT',
  TemplateGeneration: 'TEMPLATE_GENERATION'
} as const;

export type TaskType = typeof TaskType[keyof typeof TaskType];
export type TestWebhookInput = {
  id: string;
};

export type TrashTasksInput = {
  ids: Array<string>;
};

export type UpdateBoardInput = {
  id: string;
  name?: string | null | undefined;
  description?: string | null | undefined;
  coverTaskId?: string | null | undefined;
};

export type UpdateWebhookInput = {
  id: string;
  url?: string | null | undefined;
  events?: Array<WebhookEventType> | null | undefined;
  enabled?: boolean | null | undefined;
};

export type UploadOriginalImageInput = {
  id: string;
  image: ImageInput;
};

export const UsageDimension = {
  Day: 'DAY',
  Model: 'MODEL',
  TaskType: 'TASK_TYPE',
  Hour: 'HOUR'
} as const;

export type UsageDimension = typeof UsageDimension[keyof typeof UsageDimension];
export type UsageFilter = {
  modelVersion?: Array<string> | null | undefined;
  taskType?: Array<TaskType> | null | undefined;
};

export const UserErrorCode = {
  AddressNotPublic: 'ADDRESS_NOT_PUBLIC',
  Conflict: 'CONFLICT',
  Forbidden: 'FORBIDDEN',
  InsufficientCredits: 'INSUFFICIENT_CREDITS',
  Invalid: 'INVALID',
  InvalidImage: 'INVALID_IMAGE',
  NotFound: 'NOT_FOUND',
  PlanLimit: 'PLAN_LIMIT',
  QuotaExceeded: 'QUOTA_EXCEEDED',
  TooLarge: 'TOO_LARGE'
} as const;

export type UserErrorCode = typeof UserErrorCode[keyof typeof UserErrorCode];
export const UserUsageOrder = {
  Tasks: 'TASKS',
  Credits: 'CREDITS',
  Tokens: 'TOKENS',
  Storage: 'STORAGE',
  FailedTasks: 'FAILED_TASKS',
  Cost: 'COST',
  LastTask: 'LAST_TASK'
} as const;

export type UserUsageOrder = typeof UserUsageOrder[keyof typeof UserUsageOrder];
export const WebhookDisabledReason = {
  SwitchedOff: 'SWITCHED_OFF',
  Failures: 'FAILURES',
  Gone: 'GONE',
  RoleEnded: 'ROLE_ENDED'
} as const;

export type WebhookDisabledReason = typeof WebhookDisabledReason[keyof typeof WebhookDisabledReason];
export const WebhookErrorCode = {
  AddressNotPublic: 'ADDRESS_NOT_PUBLIC',
  HostNotFound: 'HOST_NOT_FOUND',
  NotConnected: 'NOT_CONNECTED',
  TlsFailed: 'TLS_FAILED',
  TimedOut: 'TIMED_OUT',
  Disconnected: 'DISCONNECTED',
  NotHttp: 'NOT_HTTP',
  Other: 'OTHER'
} as const;

export type WebhookErrorCode = typeof WebhookErrorCode[keyof typeof WebhookErrorCode];
export const WebhookEventType = {
  TaskCreated: 'TASK_CREATED',
  TaskCompleted: 'TASK_COMPLETED',
  TaskFailed: 'TASK_FAILED',
  TaskCanceled: 'TASK_CANCELED',
  TaskDeleted: 'TASK_DELETED',
  CreditsLow: 'CREDITS_LOW'
} as const;

export type WebhookEventType = typeof WebhookEventType[keyof typeof WebhookEventType];