export const typesWithoutId = [
  "Activity",
  "AddToBoardPayload",
  "Admin",
  "AuditConnection",
  "AuditEdge",
  "BoardConnection",
  "BoardEdge",
  "BoardMember",
  "BoardStatistics",
  "BoardUsage",
  "CancelTaskPayload",
  "ComparedTasks",
  "CompleteTaskPayload",
  "Count",
  "CreateBoardPayload",
  "CreateImageUploadPayload",
  "CreateShareLinkPayload",
  "CreateTaskPayload",
  "CreateWebhookPayload",
  "CreditEntryConnection",
  "CreditEntryEdge",
  "CreditPrice",
  "Credits",
  "DeleteBoardPayload",
  "DeleteTaskPayload",
  "DeleteTasksPayload",
  "DeleteViewPayload",
  "DeleteWebhookPayload",
  "EmptyTrashPayload",
  "EraseUserPayload",
  "ErasureConnection",
  "ErasureEdge",
  "Export",
  "ExportTasksPayload",
  "FailTaskPayload",
  "FailingUser",
  "FailureGroup",
  "FailureReason",
  "FailuresOnDay",
  "GrantCreditsPayload",
  "HourUse",
  "HttpHeader",
  "Image",
  "ImageVerification",
  "Insight",
  "IntegrityReport",
  "InviteToBoardPayload",
  "JoinBoardPayload",
  "Label",
  "LabelCount",
  "Lineage",
  "ModelComparison",
  "ModelResults",
  "ModelUse",
  "PageInfo",
  "Plan",
  "Prompt",
  "PromptConnection",
  "PromptEdge",
  "Provenance",
  "PurgeTasksPayload",
  "RateTaskPayload",
  "RecordTaskResult",
  "RecordTasksPayload",
  "RemoveFromBoardPayload",
  "ResendWebhookPayload",
  "RestoreTasksPayload",
  "RevokeCreditsPayload",
  "RevokeInvitationPayload",
  "RevokeShareLinkPayload",
  "RotateWebhookSecretPayload",
  "SaveViewPayload",
  "SavedViewOrder",
  "SetBoardMemberPayload",
  "SetPlanPayload",
  "ShareLinkConnection",
  "ShareLinkEdge",
  "SimilarTask",
  "StarTasksPayload",
  "StartTaskPayload",
  "Statistics",
  "StorageReport",
  "TaskChange",
  "TaskChangeConnection",
  "TaskChangeEdge",
  "TaskConnection",
  "TaskEdge",
  "TaskEvent",
  "TaskPlace",
  "TaskSource",
  "TaskTotals",
  "TestWebhookPayload",
  "TrashTasksPayload",
  "UpdateBoardPayload",
  "UpdateWebhookPayload",
  "UploadOriginalImagePayload",
  "UsageGroup",
  "UserError",
  "UserUsage",
  "UserUsageConnection",
  "UserUsageEdge",
  "WebhookAttempt",
  "WebhookDeliveryConnection",
  "WebhookDeliveryEdge"
];

export const possibleTypes = {
  "Node": [
    "Board",
    "CreditEntry",
    "ShareLink",
    "TaskRecord",
    "Webhook",
    "WebhookDelivery"
  ]
};


export const allAuditAction = ["READ_TASKS","EXPORT_TASKS","PURGE","ERASE_USER","GRANT_CREDITS","REVOKE_CREDITS","REPAIR","READ_USER","SET_PLAN","READ_WEBHOOKS","CHANGE_WEBHOOK","IMPORT_TASKS","SHARE","LABEL"] as const;
export const allBoardRole = ["VIEWER","CONTRIBUTOR","OWNER"] as const;
export const allCountPrecision = ["EXACT","AT_LEAST"] as const;
export const allCreditEntryKind = ["GRANT","REVOKE","HOLD","SETTLE","RELEASE","EXPIRE"] as const;
export const allDeliveryState = ["WAITING","DELIVERED","FAILED"] as const;
export const allExportFormat = ["CSV","NDJSON","ZIP","REPORT"] as const;
export const allImageVariant = ["FULL","THUMBNAIL","MARKED"] as const;
export const allInsightKind = ["CHEAPER_MODEL","FASTER_MODEL","FREQUENT_FAILURE","REPEATED_PROMPT"] as const;
export const allLikeness = ["SAME_IMAGE","SAME_PROMPT","SIMILAR_IMAGE","SIMILAR_PROMPT"] as const;
export const allOrderDirection = ["ASC","DESC"] as const;
export const allRecognition = ["BYTES","LABEL","LIKENESS"] as const;
export const allRole = ["USER","ADMIN","SERVICE"] as const;
export const allStatisticsPeriod = ["DAY","WEEK","MONTH","ALL_TIME"] as const;
export const allTaskEventKind = ["CREATED","UPDATED","DELETED"] as const;
export const allTaskOrderField = ["CREATED_AT","GENERATION_TIME_MS","TOKENS_USED","CREDITS_DEDUCTED","UPDATED_AT","COMPLETED_AT","COST"] as const;
export const allTaskRelation = ["RETRY","VARIATION","EDIT","UPSCALE","REFERENCE"] as const;
export const allTaskStatus = ["PENDING","PROCESSING","COMPLETED","FAILED","CANCELED"] as const;
export const allTaskType = ["IMAGE_GENERATION","IMAGE_EDIT","TEMPLATE_GENERATION"] as const;
export const allUsageDimension = ["DAY","MODEL","TASK_TYPE","HOUR"] as const;
export const allUserErrorCode = ["ADDRESS_NOT_PUBLIC","CONFLICT","FORBIDDEN","INSUFFICIENT_CREDITS","INVALID","INVALID_IMAGE","NOT_FOUND","PLAN_LIMIT","QUOTA_EXCEEDED","TOO_LARGE"] as const;
export const allUserUsageOrder = ["TASKS","CREDITS","TOKENS","STORAGE","FAILED_TASKS","COST","LAST_TASK"] as const;
export const allWebhookDisabledReason = ["SWITCHED_OFF","FAILURES","GONE","ROLE_ENDED"] as const;
export const allWebhookErrorCode = ["ADDRESS_NOT_PUBLIC","HOST_NOT_FOUND","NOT_CONNECTED","TLS_FAILED","TIMED_OUT","DISCONNECTED","NOT_HTTP","OTHER"] as const;
export const allWebhookEventType = ["TASK_CREATED","TASK_COMPLETED","TASK_FAILED","TASK_CANCELED","TASK_DELETED","CREDITS_LOW"] as const;
