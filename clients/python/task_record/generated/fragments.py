from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    AuditAction,
    BoardRole,
    CountPrecision,
    CreditEntryKind,
    DeliveryState,
    InsightKind,
    Likeness,
    OrderDirection,
    Recognition,
    Role,
    StatisticsPeriod,
    TaskEventKind,
    TaskOrderField,
    TaskRelation,
    TaskStatus,
    TaskType,
    UserErrorCode,
    WebhookDisabledReason,
    WebhookErrorCode,
    WebhookEventType,
)


class ActivityFields(BaseModel):
    period_date: date = Field(alias="periodDate")
    active_users: int = Field(alias="activeUsers")
    new_users: int = Field(alias="newUsers")
    task_count: int = Field(alias="taskCount")


class FailingUserFields(BaseModel):
    user_id: str = Field(alias="userId")
    task_count: int = Field(alias="taskCount")


class FailureGroupFields(BaseModel):
    failure_code: Optional[str] = Field(alias="failureCode", default=None)
    error_message: Optional[str] = Field(alias="errorMessage", default=None)
    model_version: Optional[str] = Field(alias="modelVersion", default=None)
    task_count: int = Field(alias="taskCount")
    user_count: int = Field(alias="userCount")
    failing_users: list["FailureGroupFieldsFailingUsers"] = Field(alias="failingUsers")
    last_failed_at: datetime = Field(alias="lastFailedAt")
    task_id: str = Field(alias="taskId")
    user_id: str = Field(alias="userId")


class FailureGroupFieldsFailingUsers(FailingUserFields):
    pass


class IntegrityReportFields(BaseModel):
    checked_at: datetime = Field(alias="checkedAt")
    missing_objects: int = Field(alias="missingObjects")
    damaged_objects: int = Field(alias="damagedObjects")
    orphaned_objects: int = Field(alias="orphanedObjects")
    drifted_statistics: int = Field(alias="driftedStatistics")
    drifted_credits: int = Field(alias="driftedCredits")
    unowned_objects: int = Field(alias="unownedObjects")
    overdue_removals: int = Field(alias="overdueRemovals")


class StorageReportFields(BaseModel):
    image_count: int = Field(alias="imageCount")
    image_size: int = Field(alias="imageSize")
    database_size: int = Field(alias="databaseSize")
    updated_at: datetime = Field(alias="updatedAt")


class AdminFields(BaseModel):
    storage: "AdminFieldsStorage"
    failures: list["AdminFieldsFailures"]
    integrity: "AdminFieldsIntegrity"


class AdminFieldsStorage(StorageReportFields):
    pass


class AdminFieldsFailures(FailureGroupFields):
    pass


class AdminFieldsIntegrity(IntegrityReportFields):
    pass


class AuditEntryFields(BaseModel):
    id: str
    actor_id: Optional[str] = Field(alias="actorId", default=None)
    action: AuditAction
    user_id: Optional[str] = Field(alias="userId", default=None)
    count: int
    detail: str
    created_at: datetime = Field(alias="createdAt")


class AuditPage(BaseModel):
    nodes: list["AuditPageNodes"]
    page_info: "AuditPagePageInfo" = Field(alias="pageInfo")


class AuditPageNodes(AuditEntryFields):
    pass


class AuditPagePageInfo(BaseModel):
    start_cursor: Optional[str] = Field(alias="startCursor", default=None)
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")
    has_previous_page: bool = Field(alias="hasPreviousPage")


class ImageFields(BaseModel):
    url: str
    expires_at: Optional[datetime] = Field(alias="expiresAt", default=None)
    content_type: Optional[str] = Field(alias="contentType", default=None)
    width: Optional[int] = Field(default=None)
    height: Optional[int] = Field(default=None)
    size: Optional[int] = Field(default=None)
    sha_256: Optional[str] = Field(alias="sha256", default=None)


class BoardFields(BaseModel):
    id: str
    name: str
    description: str
    owner_id: str = Field(alias="ownerId")
    role: BoardRole
    task_count: int = Field(alias="taskCount")
    member_count: int = Field(alias="memberCount")
    created_at: datetime = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")
    cover: Optional["BoardFieldsCover"] = Field(default=None)


class BoardFieldsCover(ImageFields):
    pass


class BoardInvitationFields(BaseModel):
    id: str
    role: BoardRole
    created_at: datetime = Field(alias="createdAt")
    expires_at: datetime = Field(alias="expiresAt")


class BoardMemberFields(BaseModel):
    user_id: str = Field(alias="userId")
    role: BoardRole
    joined_at: datetime = Field(alias="joinedAt")


class BoardPage(BaseModel):
    nodes: list["BoardPageNodes"]
    page_info: "BoardPagePageInfo" = Field(alias="pageInfo")


class BoardPageNodes(BoardFields):
    pass


class BoardPagePageInfo(BaseModel):
    start_cursor: Optional[str] = Field(alias="startCursor", default=None)
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")
    has_previous_page: bool = Field(alias="hasPreviousPage")


class BoardUsageFields(BaseModel):
    user_id: Optional[str] = Field(alias="userId", default=None)
    month: Optional[date] = Field(default=None)
    task_count: int = Field(alias="taskCount")
    completed_tasks: int = Field(alias="completedTasks")
    failed_tasks: int = Field(alias="failedTasks")
    tokens_used: int = Field(alias="tokensUsed")
    credits_deducted: int = Field(alias="creditsDeducted")
    cost: Decimal


class BoardStatisticsFields(BaseModel):
    total: "BoardStatisticsFieldsTotal"
    months: list["BoardStatisticsFieldsMonths"]


class BoardStatisticsFieldsTotal(BoardUsageFields):
    pass


class BoardStatisticsFieldsMonths(BoardUsageFields):
    pass


class TaskFields(BaseModel):
    id: str
    user_id: str = Field(alias="userId")
    task_type: TaskType = Field(alias="taskType")
    status: TaskStatus
    prompt: str
    aspect_ratio: Optional[str] = Field(alias="aspectRatio", default=None)
    model_version: Optional[str] = Field(alias="modelVersion", default=None)
    image_count: int = Field(alias="imageCount")
    result_count: int = Field(alias="resultCount")
    external_id: Optional[str] = Field(alias="externalId", default=None)
    parameters: Optional[Any] = Field(default=None)
    metadata: Optional[Any] = Field(default=None)
    tokens_used: int = Field(alias="tokensUsed")
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    credits_deducted: int = Field(alias="creditsDeducted")
    credits_held: int = Field(alias="creditsHeld")
    cost: Optional[Decimal] = Field(default=None)
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    error_message: Optional[str] = Field(alias="errorMessage", default=None)
    failure_code: Optional[str] = Field(alias="failureCode", default=None)
    created_at: datetime = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")
    started_at: Optional[datetime] = Field(alias="startedAt", default=None)
    completed_at: Optional[datetime] = Field(alias="completedAt", default=None)
    deadline: Optional[datetime] = Field(default=None)
    rating: Optional[int] = Field(default=None)
    trashed_at: Optional[datetime] = Field(alias="trashedAt", default=None)
    images_removed_at: Optional[datetime] = Field(alias="imagesRemovedAt", default=None)
    prompt_removed_at: Optional[datetime] = Field(alias="promptRemovedAt", default=None)
    original_image: Optional["TaskFieldsOriginalImage"] = Field(
        alias="originalImage", default=None
    )
    images: list["TaskFieldsImages"]


class TaskFieldsOriginalImage(ImageFields):
    pass


class TaskFieldsImages(ImageFields):
    pass


class ComparedTasksFields(BaseModel):
    first: Optional["ComparedTasksFieldsFirst"] = Field(default=None)
    second: Optional["ComparedTasksFieldsSecond"] = Field(default=None)


class ComparedTasksFieldsFirst(TaskFields):
    pass


class ComparedTasksFieldsSecond(TaskFields):
    pass


class ModelFiguresFields(BaseModel):
    model_version: str = Field(alias="modelVersion")
    good_tasks: int = Field(alias="goodTasks")
    credits_deducted: int = Field(alias="creditsDeducted")
    cost: Decimal
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    average_rating: Optional[float] = Field(alias="averageRating", default=None)


class ComparisonFiguresFields(BaseModel):
    task_count: int = Field(alias="taskCount")
    prompt_count: int = Field(alias="promptCount")
    used: "ComparisonFiguresFieldsUsed"
    suggested: "ComparisonFiguresFieldsSuggested"
    cheaper_tasks: int = Field(alias="cheaperTasks")
    costlier_tasks: int = Field(alias="costlierTasks")
    faster_tasks: int = Field(alias="fasterTasks")
    slower_tasks: int = Field(alias="slowerTasks")


class ComparisonFiguresFieldsUsed(ModelFiguresFields):
    pass


class ComparisonFiguresFieldsSuggested(ModelFiguresFields):
    pass


class CountFields(BaseModel):
    value: int
    precision: CountPrecision


class CreditEntryFields(BaseModel):
    id: str
    kind: CreditEntryKind
    amount: int
    available: int
    held: int
    task_id: Optional[str] = Field(alias="taskId", default=None)
    grant_id: Optional[str] = Field(alias="grantId", default=None)
    reason: Optional[str] = Field(default=None)
    created_at: datetime = Field(alias="createdAt")


class CreditEntryPage(BaseModel):
    nodes: list["CreditEntryPageNodes"]
    page_info: "CreditEntryPagePageInfo" = Field(alias="pageInfo")


class CreditEntryPageNodes(CreditEntryFields):
    pass


class CreditEntryPagePageInfo(BaseModel):
    start_cursor: Optional[str] = Field(alias="startCursor", default=None)
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")
    has_previous_page: bool = Field(alias="hasPreviousPage")


class CreditPriceFields(BaseModel):
    task_type: TaskType = Field(alias="taskType")
    credits: int


class CreditsFields(BaseModel):
    available: int
    held: int


class ErasureFields(BaseModel):
    id: str
    user_id: str = Field(alias="userId")
    task_count: int = Field(alias="taskCount")
    image_count: int = Field(alias="imageCount")
    requested_at: datetime = Field(alias="requestedAt")
    completed_at: Optional[datetime] = Field(alias="completedAt", default=None)


class ErasurePage(BaseModel):
    nodes: list["ErasurePageNodes"]
    page_info: "ErasurePagePageInfo" = Field(alias="pageInfo")


class ErasurePageNodes(ErasureFields):
    pass


class ErasurePagePageInfo(BaseModel):
    start_cursor: Optional[str] = Field(alias="startCursor", default=None)
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")
    has_previous_page: bool = Field(alias="hasPreviousPage")


class ErrorFields(BaseModel):
    field: Optional[list[str]] = Field(default=None)
    code: UserErrorCode
    message: str
    details: Optional[Any] = Field(default=None)


class FailuresOfModelFields(BaseModel):
    model_version: str = Field(alias="modelVersion")
    failed_tasks: int = Field(alias="failedTasks")
    task_count: int = Field(alias="taskCount")


class FailureFiguresFields(BaseModel):
    failed_tasks: int = Field(alias="failedTasks")
    task_count: int = Field(alias="taskCount")
    cost: Decimal
    worst: Optional["FailureFiguresFieldsWorst"] = Field(default=None)


class FailureFiguresFieldsWorst(FailuresOfModelFields):
    pass


class FailuresOnDayFields(BaseModel):
    day: date
    failure_code: Optional[str] = Field(alias="failureCode", default=None)
    failed_tasks: int = Field(alias="failedTasks")


class HourUseFields(BaseModel):
    weekday: int
    hour: int
    task_count: int = Field(alias="taskCount")


class ProvenanceFields(BaseModel):
    is_signed: Optional[bool] = Field(alias="isSigned", default=None)
    aigc_label: Optional[Any] = Field(alias="aigcLabel", default=None)
    digital_source_type: Optional[str] = Field(alias="digitalSourceType", default=None)


class ImageVerificationFields(BaseModel):
    provenance: "ImageVerificationFieldsProvenance"
    is_intact: Optional[bool] = Field(alias="isIntact", default=None)
    is_trusted: Optional[bool] = Field(alias="isTrusted", default=None)
    signer: Optional[str] = Field(default=None)
    task: Optional["ImageVerificationFieldsTask"] = Field(default=None)
    recognised_by: Optional[Recognition] = Field(alias="recognisedBy", default=None)


class ImageVerificationFieldsProvenance(ProvenanceFields):
    pass


class ImageVerificationFieldsTask(TaskFields):
    pass


class RepetitionFiguresFields(BaseModel):
    task_count: int = Field(alias="taskCount")
    liked_tasks: int = Field(alias="likedTasks")
    credits_deducted: int = Field(alias="creditsDeducted")
    cost: Decimal


class InsightFields(BaseModel):
    kind: InsightKind
    subject: str
    task_count: int = Field(alias="taskCount")
    credits: Optional[int] = Field(default=None)
    figures: Union[
        "InsightFieldsFiguresComparisonFigures",
        "InsightFieldsFiguresFailureFigures",
        "InsightFieldsFiguresRepetitionFigures",
    ]
    tasks: list["InsightFieldsTasks"]


class InsightFieldsFiguresComparisonFigures(ComparisonFiguresFields):
    typename__: Literal["ComparisonFigures"] = Field(alias="__typename")


class InsightFieldsFiguresFailureFigures(FailureFiguresFields):
    typename__: Literal["FailureFigures"] = Field(alias="__typename")


class InsightFieldsFiguresRepetitionFigures(RepetitionFiguresFields):
    typename__: Literal["RepetitionFigures"] = Field(alias="__typename")


class InsightFieldsTasks(BaseModel):
    id: str


class LabelFields(BaseModel):
    name: str
    title_zh: str = Field(alias="titleZh")
    title_en: str = Field(alias="titleEn")


class LabelCountFields(BaseModel):
    label: "LabelCountFieldsLabel"
    task_count: int = Field(alias="taskCount")


class LabelCountFieldsLabel(LabelFields):
    pass


class LineageFields(BaseModel):
    depth: int
    task_count: int = Field(alias="taskCount")
    failed_tasks: int = Field(alias="failedTasks")
    tokens_used: int = Field(alias="tokensUsed")
    credits_deducted: int = Field(alias="creditsDeducted")
    cost: Decimal
    generation_time_ms: int = Field(alias="generationTimeMs")
    truncated: bool
    roots: list["LineageFieldsRoots"]


class LineageFieldsRoots(BaseModel):
    id: str


class ModelResultsFields(BaseModel):
    model_version: str = Field(alias="modelVersion")
    task_count: int = Field(alias="taskCount")
    completed_tasks: int = Field(alias="completedTasks")
    credits_deducted: int = Field(alias="creditsDeducted")
    cost: Decimal
    generation_time_ms: Optional[float] = Field(alias="generationTimeMs", default=None)
    average_rating: Optional[float] = Field(alias="averageRating", default=None)


class ModelComparisonFields(BaseModel):
    prompt_count: int = Field(alias="promptCount")
    first: "ModelComparisonFieldsFirst"
    second: "ModelComparisonFieldsSecond"
    examples: list["ModelComparisonFieldsExamples"]


class ModelComparisonFieldsFirst(ModelResultsFields):
    pass


class ModelComparisonFieldsSecond(ModelResultsFields):
    pass


class ModelComparisonFieldsExamples(ComparedTasksFields):
    pass


class ModelUseFields(BaseModel):
    model_version: Optional[str] = Field(alias="modelVersion", default=None)
    task_count: int = Field(alias="taskCount")
    completed_tasks: int = Field(alias="completedTasks")
    failed_tasks: int = Field(alias="failedTasks")
    credits_deducted: int = Field(alias="creditsDeducted")
    cost: Decimal


class PlanFields(BaseModel):
    name: str
    task_types: list[TaskType] = Field(alias="taskTypes")
    max_image_size: int = Field(alias="maxImageSize")
    max_storage: Optional[int] = Field(alias="maxStorage", default=None)
    max_tasks_per_month: Optional[int] = Field(alias="maxTasksPerMonth", default=None)
    retention_days: Optional[int] = Field(alias="retentionDays", default=None)
    image_retention_days: Optional[int] = Field(
        alias="imageRetentionDays", default=None
    )
    prompt_retention_days: Optional[int] = Field(
        alias="promptRetentionDays", default=None
    )
    credit_prices: list["PlanFieldsCreditPrices"] = Field(alias="creditPrices")
    trash_days: int = Field(alias="trashDays")
    mark_images: Optional[str] = Field(alias="markImages", default=None)
    can_export: bool = Field(alias="canExport")
    can_share: bool = Field(alias="canShare")


class PlanFieldsCreditPrices(CreditPriceFields):
    pass


class PromptFields(BaseModel):
    text: str
    task_count: int = Field(alias="taskCount")
    completed_tasks: int = Field(alias="completedTasks")
    failed_tasks: int = Field(alias="failedTasks")
    credits_deducted: int = Field(alias="creditsDeducted")
    last_used_at: datetime = Field(alias="lastUsedAt")
    task: "PromptFieldsTask"
    best_task: "PromptFieldsBestTask" = Field(alias="bestTask")


class PromptFieldsTask(TaskFields):
    pass


class PromptFieldsBestTask(TaskFields):
    pass


class PromptPage(BaseModel):
    nodes: list["PromptPageNodes"]
    page_info: "PromptPagePageInfo" = Field(alias="pageInfo")


class PromptPageNodes(PromptFields):
    pass


class PromptPagePageInfo(BaseModel):
    start_cursor: Optional[str] = Field(alias="startCursor", default=None)
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")
    has_previous_page: bool = Field(alias="hasPreviousPage")


class SavedViewMetadataFields(BaseModel):
    key: str
    value: str


class SavedViewTimesFields(BaseModel):
    gte: Optional[datetime] = Field(default=None)
    lt: Optional[datetime] = Field(default=None)


class SavedViewFilterFields(BaseModel):
    status: Optional[list[TaskStatus]] = Field(default=None)
    task_type: Optional[list[TaskType]] = Field(alias="taskType", default=None)
    created_at: Optional["SavedViewFilterFieldsCreatedAt"] = Field(
        alias="createdAt", default=None
    )
    search: Optional[str] = Field(default=None)
    model_version: Optional[list[str]] = Field(alias="modelVersion", default=None)
    aspect_ratio: Optional[list[str]] = Field(alias="aspectRatio", default=None)
    external_id: Optional[list[str]] = Field(alias="externalId", default=None)
    metadata: Optional[list["SavedViewFilterFieldsMetadata"]] = Field(default=None)
    failure_code: Optional[list[str]] = Field(alias="failureCode", default=None)
    updated_at: Optional["SavedViewFilterFieldsUpdatedAt"] = Field(
        alias="updatedAt", default=None
    )
    labels: Optional[list[str]] = Field(default=None)
    completed_at: Optional["SavedViewFilterFieldsCompletedAt"] = Field(
        alias="completedAt", default=None
    )
    rated_at_least: Optional[int] = Field(alias="ratedAtLeast", default=None)
    is_starred: Optional[bool] = Field(alias="isStarred", default=None)
    board: Optional[list[str]] = Field(default=None)


class SavedViewFilterFieldsCreatedAt(SavedViewTimesFields):
    pass


class SavedViewFilterFieldsMetadata(SavedViewMetadataFields):
    pass


class SavedViewFilterFieldsUpdatedAt(SavedViewTimesFields):
    pass


class SavedViewFilterFieldsCompletedAt(SavedViewTimesFields):
    pass


class SavedViewOrderFields(BaseModel):
    field: TaskOrderField
    direction: OrderDirection


class SavedViewFields(BaseModel):
    id: str
    name: str
    created_at: datetime = Field(alias="createdAt")
    where: Any
    filter_: "SavedViewFieldsFilter" = Field(alias="filter")
    order_by: "SavedViewFieldsOrderBy" = Field(alias="orderBy")


class SavedViewFieldsFilter(SavedViewFilterFields):
    pass


class SavedViewFieldsOrderBy(SavedViewOrderFields):
    pass


class ShareLinkFields(BaseModel):
    id: str
    shows_prompt: bool = Field(alias="showsPrompt")
    allows_download: bool = Field(alias="allowsDownload")
    created_at: datetime = Field(alias="createdAt")
    expires_at: Optional[datetime] = Field(alias="expiresAt", default=None)
    revoked_at: Optional[datetime] = Field(alias="revokedAt", default=None)
    views: int
    task: Optional["ShareLinkFieldsTask"] = Field(default=None)
    board: Optional["ShareLinkFieldsBoard"] = Field(default=None)


class ShareLinkFieldsTask(BaseModel):
    id: str


class ShareLinkFieldsBoard(BaseModel):
    id: str


class ShareLinkPage(BaseModel):
    nodes: list["ShareLinkPageNodes"]
    page_info: "ShareLinkPagePageInfo" = Field(alias="pageInfo")


class ShareLinkPageNodes(ShareLinkFields):
    pass


class ShareLinkPagePageInfo(BaseModel):
    start_cursor: Optional[str] = Field(alias="startCursor", default=None)
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")
    has_previous_page: bool = Field(alias="hasPreviousPage")


class SimilarTaskFields(BaseModel):
    task: "SimilarTaskFieldsTask"
    likeness: Likeness
    score: float


class SimilarTaskFieldsTask(TaskFields):
    pass


class StatisticsFields(BaseModel):
    period: StatisticsPeriod
    period_date: Optional[date] = Field(alias="periodDate", default=None)
    time_zone: str = Field(alias="timeZone")
    task_count: int = Field(alias="taskCount")
    completed_tasks: int = Field(alias="completedTasks")
    failed_tasks: int = Field(alias="failedTasks")
    canceled_tasks: int = Field(alias="canceledTasks")
    success_rate: Optional[float] = Field(alias="successRate", default=None)
    tokens_used: int = Field(alias="tokensUsed")
    credits_deducted: int = Field(alias="creditsDeducted")
    cost: Decimal
    total_generation_time_ms: int = Field(alias="totalGenerationTimeMs")
    avg_generation_time_ms: Optional[float] = Field(
        alias="avgGenerationTimeMs", default=None
    )
    images_size: int = Field(alias="imagesSize")
    updated_at: Optional[datetime] = Field(alias="updatedAt", default=None)
    currency: str


class TaskChangeFields(BaseModel):
    kind: TaskEventKind
    task_id: str = Field(alias="taskId")
    user_id: str = Field(alias="userId")
    changed_at: datetime = Field(alias="changedAt")
    task: Optional["TaskChangeFieldsTask"] = Field(default=None)


class TaskChangeFieldsTask(TaskFields):
    pass


class TaskChangePage(BaseModel):
    nodes: list["TaskChangePageNodes"]
    page_info: "TaskChangePagePageInfo" = Field(alias="pageInfo")


class TaskChangePageNodes(TaskChangeFields):
    pass


class TaskChangePagePageInfo(BaseModel):
    start_cursor: Optional[str] = Field(alias="startCursor", default=None)
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")
    has_previous_page: bool = Field(alias="hasPreviousPage")


class TaskPage(BaseModel):
    nodes: list["TaskPageNodes"]
    page_info: "TaskPagePageInfo" = Field(alias="pageInfo")


class TaskPageNodes(TaskFields):
    pass


class TaskPagePageInfo(BaseModel):
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")


class TaskPlaceFields(BaseModel):
    cursor: str
    before: "TaskPlaceFieldsBefore"
    after: "TaskPlaceFieldsAfter"


class TaskPlaceFieldsBefore(CountFields):
    pass


class TaskPlaceFieldsAfter(CountFields):
    pass


class TaskSourceFields(BaseModel):
    relation: TaskRelation
    task_id: str = Field(alias="taskId")
    task: Optional["TaskSourceFieldsTask"] = Field(default=None)
    image: Optional["TaskSourceFieldsImage"] = Field(default=None)


class TaskSourceFieldsTask(TaskFields):
    pass


class TaskSourceFieldsImage(ImageFields):
    pass


class UsageGroupFields(BaseModel):
    day: Optional[date] = Field(default=None)
    model_version: Optional[str] = Field(alias="modelVersion", default=None)
    task_type: Optional[TaskType] = Field(alias="taskType", default=None)
    hour: Optional[int] = Field(default=None)
    task_count: int = Field(alias="taskCount")
    completed_tasks: int = Field(alias="completedTasks")
    failed_tasks: int = Field(alias="failedTasks")
    canceled_tasks: int = Field(alias="canceledTasks")
    tokens_used: int = Field(alias="tokensUsed")
    credits_deducted: int = Field(alias="creditsDeducted")
    cost: Decimal
    average_rating: Optional[float] = Field(alias="averageRating", default=None)
    generation_time_ms: Optional[float] = Field(alias="generationTimeMs", default=None)


class UserFields(BaseModel):
    id: str
    plan: "UserFieldsPlan"
    storage_used: int = Field(alias="storageUsed")
    tasks_this_month: int = Field(alias="tasksThisMonth")
    credits: Optional["UserFieldsCredits"] = Field(default=None)
    subject: Optional[str] = Field(default=None)


class UserFieldsPlan(PlanFields):
    pass


class UserFieldsCredits(CreditsFields):
    pass


class UserUsageFields(BaseModel):
    user_id: str = Field(alias="userId")
    task_count: int = Field(alias="taskCount")
    failed_tasks: int = Field(alias="failedTasks")
    tokens_used: int = Field(alias="tokensUsed")
    credits_deducted: int = Field(alias="creditsDeducted")
    cost: Decimal
    storage_used: int = Field(alias="storageUsed")
    last_task_at: Optional[datetime] = Field(alias="lastTaskAt", default=None)
    updated_at: datetime = Field(alias="updatedAt")
    credits: Optional["UserUsageFieldsCredits"] = Field(default=None)


class UserUsageFieldsCredits(CreditsFields):
    pass


class UserUsagePage(BaseModel):
    nodes: list["UserUsagePageNodes"]
    page_info: "UserUsagePagePageInfo" = Field(alias="pageInfo")


class UserUsagePageNodes(UserUsageFields):
    pass


class UserUsagePagePageInfo(BaseModel):
    start_cursor: Optional[str] = Field(alias="startCursor", default=None)
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")
    has_previous_page: bool = Field(alias="hasPreviousPage")


class ViewerFields(BaseModel):
    id: str
    plan: "ViewerFieldsPlan"
    storage_used: int = Field(alias="storageUsed")
    tasks_this_month: int = Field(alias="tasksThisMonth")
    credits: Optional["ViewerFieldsCredits"] = Field(default=None)
    role: Role


class ViewerFieldsPlan(PlanFields):
    pass


class ViewerFieldsCredits(CreditsFields):
    pass


class WebhookAttemptFields(BaseModel):
    started_at: datetime = Field(alias="startedAt")
    duration_ms: int = Field(alias="durationMs")
    status: Optional[int] = Field(default=None)
    error: Optional[str] = Field(default=None)
    error_code: Optional[WebhookErrorCode] = Field(alias="errorCode", default=None)


class WebhookDeliveryFields(BaseModel):
    id: str
    type_: str = Field(alias="type")
    state: DeliveryState
    next_attempt_at: Optional[datetime] = Field(alias="nextAttemptAt", default=None)
    created_at: datetime = Field(alias="createdAt")
    attempts: list["WebhookDeliveryFieldsAttempts"]


class WebhookDeliveryFieldsAttempts(WebhookAttemptFields):
    pass


class WebhookFields(BaseModel):
    id: str
    url: str
    events: list[WebhookEventType]
    all_users: bool = Field(alias="allUsers")
    created_at: datetime = Field(alias="createdAt")
    failing_since: Optional[datetime] = Field(alias="failingSince", default=None)
    disabled_at: Optional[datetime] = Field(alias="disabledAt", default=None)
    disabled_reason: Optional[WebhookDisabledReason] = Field(
        alias="disabledReason", default=None
    )


ActivityFields.model_rebuild()
FailingUserFields.model_rebuild()
FailureGroupFields.model_rebuild()
IntegrityReportFields.model_rebuild()
StorageReportFields.model_rebuild()
AdminFields.model_rebuild()
AuditEntryFields.model_rebuild()
AuditPage.model_rebuild()
ImageFields.model_rebuild()
BoardFields.model_rebuild()
BoardInvitationFields.model_rebuild()
BoardMemberFields.model_rebuild()
BoardPage.model_rebuild()
BoardUsageFields.model_rebuild()
BoardStatisticsFields.model_rebuild()
TaskFields.model_rebuild()
ComparedTasksFields.model_rebuild()
ModelFiguresFields.model_rebuild()
ComparisonFiguresFields.model_rebuild()
CountFields.model_rebuild()
CreditEntryFields.model_rebuild()
CreditEntryPage.model_rebuild()
CreditPriceFields.model_rebuild()
CreditsFields.model_rebuild()
ErasureFields.model_rebuild()
ErasurePage.model_rebuild()
ErrorFields.model_rebuild()
FailuresOfModelFields.model_rebuild()
FailureFiguresFields.model_rebuild()
FailuresOnDayFields.model_rebuild()
HourUseFields.model_rebuild()
ProvenanceFields.model_rebuild()
ImageVerificationFields.model_rebuild()
RepetitionFiguresFields.model_rebuild()
InsightFields.model_rebuild()
LabelFields.model_rebuild()
LabelCountFields.model_rebuild()
LineageFields.model_rebuild()
ModelResultsFields.model_rebuild()
ModelComparisonFields.model_rebuild()
ModelUseFields.model_rebuild()
PlanFields.model_rebuild()
PromptFields.model_rebuild()
PromptPage.model_rebuild()
SavedViewMetadataFields.model_rebuild()
SavedViewTimesFields.model_rebuild()
SavedViewFilterFields.model_rebuild()
SavedViewOrderFields.model_rebuild()
SavedViewFields.model_rebuild()
ShareLinkFields.model_rebuild()
ShareLinkPage.model_rebuild()
SimilarTaskFields.model_rebuild()
StatisticsFields.model_rebuild()
TaskChangeFields.model_rebuild()
TaskChangePage.model_rebuild()
TaskPage.model_rebuild()
TaskPlaceFields.model_rebuild()
TaskSourceFields.model_rebuild()
UsageGroupFields.model_rebuild()
UserFields.model_rebuild()
UserUsageFields.model_rebuild()
UserUsagePage.model_rebuild()
ViewerFields.model_rebuild()
WebhookAttemptFields.model_rebuild()
WebhookDeliveryFields.model_rebuild()
WebhookFields.model_rebuild()
