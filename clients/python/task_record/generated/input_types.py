from datetime import datetime
from decimal import Decimal
from typing import Any, Optional

from pydantic import Field

from .base_model import BaseModel, Upload
from .enums import (
    BoardRole,
    ExportFormat,
    OrderDirection,
    TaskOrderField,
    TaskRelation,
    TaskStatus,
    TaskType,
    WebhookEventType,
)


class AddToBoardInput(BaseModel):
    """The input of `addToBoard`."""

    board_id: str = Field(alias="boardId")
    "The id of the board."
    task_ids: list[str] = Field(alias="taskIds")
    "1 to 100 tasks."


class CancelTaskInput(BaseModel):
    """A task to cancel."""

    id: str
    "The id of the object, a UUID."
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    "At least `inputTokens` and `outputTokens` together, which is the default; else 0."
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    "Tokens of the prompt and of input images."
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    "Tokens of the result."
    cost: Optional[Decimal] = None
    "The provider's charge, in `CURRENCY`. Rounded half to even to 6 digits after the point."
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    "How long the generation took, in milliseconds."
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "As in `CreateTaskInput`."
    parameters: Optional[Any] = None
    "Merged into the task's, by top-level key, for example a seed that the model chose."
    metadata: Optional[Any] = None
    "Merged into the task's, by top-level key."
    started_at: Optional[datetime] = Field(alias="startedAt", default=None)
    "A time since `createdAt`, in place of that of `startTask`. Requires the `SERVICE` role."


class CanceledOutcomeInput(BaseModel):
    """As `CancelTaskInput`."""

    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    "At least `inputTokens` and `outputTokens` together, which is the default; else 0."
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    "Tokens of the prompt and of input images."
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    "Tokens of the result."
    cost: Optional[Decimal] = None
    "The provider's charge, in `CURRENCY`. Rounded half to even to 6 digits after the point."
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    "How long the generation took, in milliseconds."


class CompleteTaskInput(BaseModel):
    """The result and the cost of a task."""

    id: str
    "The id of the object, a UUID."
    image: "ImageInput"
    "The first or only image."
    more_images: Optional[list["ImageInput"]] = Field(alias="moreImages", default=None)
    "Up to 15. All images are stored, or none."
    credits_deducted: Optional[int] = Field(alias="creditsDeducted", default=None)
    "Defaults to the credits held for the task, or 0."
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    "At least `inputTokens` and `outputTokens` together, which is the default; else 0."
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    "Tokens of the prompt and of input images."
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    "Tokens of the result."
    cost: Optional[Decimal] = None
    "The provider's charge, in `CURRENCY`. Rounded half to even to 6 digits after the point."
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    "How long the generation took, in milliseconds."
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "As in `CreateTaskInput`."
    parameters: Optional[Any] = None
    "Merged into the task's, by top-level key, for example a seed that the model chose."
    metadata: Optional[Any] = None
    "Merged into the task's, by top-level key."
    started_at: Optional[datetime] = Field(alias="startedAt", default=None)
    "A time since `createdAt`, in place of that of `startTask`. Requires the `SERVICE` role."


class CompletedOutcomeInput(BaseModel):
    """As `CompleteTaskInput`, but images that no longer exist may be omitted."""

    image: Optional["ImageInput"] = None
    "The first or only image."
    more_images: Optional[list["ImageInput"]] = Field(alias="moreImages", default=None)
    "Up to 15. All images are stored, or none."
    credits_deducted: Optional[int] = Field(alias="creditsDeducted", default=None)
    "Defaults to the credits held for the task, or 0."
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    "At least `inputTokens` and `outputTokens` together, which is the default; else 0."
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    "Tokens of the prompt and of input images."
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    "Tokens of the result."
    cost: Optional[Decimal] = None
    "The provider's charge, in `CURRENCY`. Rounded half to even to 6 digits after the point."
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    "How long the generation took, in milliseconds."


class CreateBoardInput(BaseModel):
    """A board to create."""

    id: Optional[str] = None
    "A UUID of the client's, so that a retry creates no second board."
    name: str
    "1 to 100 characters."
    description: str = ""
    "Up to 2,000 characters."


class CreateImageUploadInput(BaseModel):
    """An image to upload to storage."""

    task_id: Optional[str] = Field(alias="taskId", default=None)
    "The image's task; omit it if that is not recorded yet."
    user_id: Optional[str] = Field(alias="userId", default=None)
    "The image's owner. Defaults to the task's user, or else the caller. Another user requires the `SERVICE` role."
    content_type: str = Field(alias="contentType")
    "The media type, for example `image/png`."
    size: int
    "In bytes."
    sha_256: str = Field(alias="sha256")
    "Of the bytes, in lower-case hexadecimal; storage rejects other bytes."


class CreateShareLinkInput(BaseModel):
    """A link to create."""

    id: Optional[str] = None
    "A UUID of the client's, so that a retry creates no second link. A retry returns no URL."
    task_id: Optional[str] = Field(alias="taskId", default=None)
    "The task whose results to show, without its input image."
    board_id: Optional[str] = Field(alias="boardId", default=None)
    "A board to show instead. The link ends when the caller is no longer its owner."
    shows_prompt: bool = Field(alias="showsPrompt", default=False)
    "Show prompts to viewers."
    allows_download: bool = Field(alias="allowsDownload", default=False)
    "Without it, viewers can still save an image that they see."
    expires_at: Optional[datetime] = Field(alias="expiresAt", default=None)
    "Never by default."


class CreateTaskInput(BaseModel):
    """A task to record."""

    id: Optional[str] = None
    "A UUID of the client's, so that a retry records no second task. Generated if omitted."
    user_id: Optional[str] = Field(alias="userId", default=None)
    "The caller by default. Another user requires the `SERVICE` role."
    task_type: TaskType = Field(alias="taskType", default=TaskType.IMAGE_GENERATION)
    "Must be one of the plan's `taskTypes`."
    prompt: str
    "The user's prompt, 1 to 10,000 characters."
    aspect_ratio: Optional[str] = Field(alias="aspectRatio", default=None)
    "Up to 20 characters, such as `16:9`, `1024x1024` (pixels) or `auto`."
    model_version: Optional[str] = Field(alias="modelVersion", default=None)
    "Up to 200 characters, for example `gemini-1.5-pro`."
    original_image: Optional["ImageInput"] = Field(alias="originalImage", default=None)
    "The input image."
    image_count: int = Field(alias="imageCount", default=1)
    "1 to 16."
    sources: Optional[list["TaskSourceInput"]] = None
    "Up to 16 of the user's tasks that this one is derived from."
    credits_reserved: Optional[int] = Field(alias="creditsReserved", default=None)
    "The most credits that the task may cost, held until it ends. Defaults to the plan's price; refused if the plan has no prices."
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "Up to 200 characters. If `id` is omitted, the same `externalId` with the same input returns the existing task."
    parameters: Optional[Any] = None
    "An object of up to 16,384 bytes of JSON, 10 levels deep."
    metadata: Optional[Any] = None
    "An object of up to 4,096 bytes of JSON, 10 levels deep."
    deadline: Optional[datetime] = None
    "At most 30 days in the future."
    created_at: Optional[datetime] = Field(alias="createdAt", default=None)
    "A time in the past, for a task recorded later; now by default. Requires the `SERVICE` role."


class CreateWebhookInput(BaseModel):
    """A URL and the events to send to it."""

    url: str
    "An `https` URL with a public host, without user name and password. Addresses are checked whenever an event is sent; an IP address is also checked now."
    events: list[WebhookEventType]
    "At least one."
    all_users: bool = Field(alias="allUsers", default=False)
    "Send all users' events, not only the caller's. Requires the `SERVICE` or `ADMIN` role."


class DateTimeRange(BaseModel):
    """A time range from `gte` (inclusive) to `lt` (exclusive); either may be omitted."""

    gte: Optional[datetime] = None
    "The first instant in the range."
    lt: Optional[datetime] = None
    "The first instant after the range."


class DeleteBoardInput(BaseModel):
    """The input of `deleteBoard`."""

    id: str
    "The id of the object, a UUID."


class DeleteTaskInput(BaseModel):
    """The input of `deleteTask`."""

    id: str
    "The id of the object, a UUID."


class DeleteTasksInput(BaseModel):
    """The input of `deleteTasks`."""

    ids: list[str]
    "1 to 100 tasks."


class DeleteViewInput(BaseModel):
    """The input of `deleteView`."""

    id: str
    "The id of the object, a UUID."


class DeleteWebhookInput(BaseModel):
    """The input of `deleteWebhook`."""

    id: str
    "The id of the object, a UUID."


class EraseUserInput(BaseModel):
    """The user to erase."""

    user_id: str = Field(alias="userId")
    "The id of the user."
    dry_run: bool = Field(alias="dryRun", default=True)
    "Only report what would be removed."


class ExportTasksInput(BaseModel):
    """Which tasks to export, and how."""

    format: ExportFormat
    "The format of the file."
    where: Optional["TaskFilter"] = None
    "All by default."
    user_id: Optional[str] = Field(alias="userId", default=None)
    "The caller by default. Another user requires the `SERVICE` or `ADMIN` role; this is audited."
    board_id: Optional[str] = Field(alias="boardId", default=None)
    "One of the caller's boards, for a `REPORT` of all members' tasks on it, as members see them. Excludes `userId`; in `where`, only `createdAt` is allowed."
    language: Optional[str] = None
    "Of a `REPORT`: `zh-CN` or `en`. Defaults to the downloading browser's `Accept-Language`."


class FailTaskInput(BaseModel):
    """Why a task failed, and what it cost."""

    id: str
    "The id of the object, a UUID."
    error_message: str = Field(alias="errorMessage")
    "A reason for the user, 1 to 2,000 characters."
    failure_code: Optional[str] = Field(alias="failureCode", default=None)
    "A reason for programs: up to 50 characters of `a-z0-9_`, for example `content_policy`."
    credits_deducted: int = Field(alias="creditsDeducted", default=0)
    "Must be 0 if the plan has prices: a failed task costs none."
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    "At least `inputTokens` and `outputTokens` together, which is the default; else 0."
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    "Tokens of the prompt and of input images."
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    "Tokens of the result."
    cost: Optional[Decimal] = None
    "The provider's charge, in `CURRENCY`. Rounded half to even to 6 digits after the point."
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    "How long the generation took, in milliseconds."
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "As in `CreateTaskInput`."
    parameters: Optional[Any] = None
    "Merged into the task's, by top-level key, for example a seed that the model chose."
    metadata: Optional[Any] = None
    "Merged into the task's, by top-level key."
    started_at: Optional[datetime] = Field(alias="startedAt", default=None)
    "A time since `createdAt`, in place of that of `startTask`. Requires the `SERVICE` role."


class FailedOutcomeInput(BaseModel):
    """As `FailTaskInput`."""

    error_message: str = Field(alias="errorMessage")
    "A reason for the user, 1 to 2,000 characters."
    failure_code: Optional[str] = Field(alias="failureCode", default=None)
    "A reason for programs: up to 50 characters of `a-z0-9_`, for example `content_policy`."
    credits_deducted: int = Field(alias="creditsDeducted", default=0)
    "Must be 0 if the plan has prices: a failed task costs none."
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    "At least `inputTokens` and `outputTokens` together, which is the default; else 0."
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    "Tokens of the prompt and of input images."
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    "Tokens of the result."
    cost: Optional[Decimal] = None
    "The provider's charge, in `CURRENCY`. Rounded half to even to 6 digits after the point."
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    "How long the generation took, in milliseconds."


class GivenImageInput(BaseModel):
    """An image that is not stored. Broken or of an unsupported type, it is a `BAD_USER_INPUT` error."""

    file: Optional[Upload] = None
    "A file part of a multipart request."
    data_url: Optional[str] = Field(alias="dataUrl", default=None)
    "A base64 data URL: `data:image/png;base64,…`."


class GrantCreditsInput(BaseModel):
    """Credits to grant."""

    id: str
    "A UUID of the client's, so that a retry grants no credits twice."
    user_id: str = Field(alias="userId")
    "The id of the user."
    amount: int
    "At least 1."
    expires_at: Optional[datetime] = Field(alias="expiresAt", default=None)
    "Never by default. Credits that expire first are spent first."
    reason: str
    "A reason for the user, 1 to 200 characters."


class ImageInput(BaseModel):
    """An image to store. Exactly one field must be given."""

    file: Optional[Upload] = None
    "A file part of a multipart request."
    data_url: Optional[str] = Field(alias="dataUrl", default=None)
    "A base64 data URL: `data:image/png;base64,…`."
    upload_id: Optional[str] = Field(alias="uploadId", default=None)
    "The id of an upload created with `createImageUpload`."
    task_image: Optional["TaskImageInput"] = Field(alias="taskImage", default=None)
    "An image of another of the user's tasks, copied within storage."


class InviteToBoardInput(BaseModel):
    """An invitation to create."""

    id: Optional[str] = None
    "A UUID of the client's, so that a retry creates no second invitation. A retry returns no secret."
    board_id: str = Field(alias="boardId")
    "The id of the board."
    role: BoardRole = BoardRole.VIEWER
    "`VIEWER` or `CONTRIBUTOR`."
    expires_at: Optional[datetime] = Field(alias="expiresAt", default=None)
    "At most 30 days from now; 7 days by default."


class JoinBoardInput(BaseModel):
    """The secret of an invitation."""

    secret: str
    "As returned by `inviteToBoard`."


class MetadataFilter(BaseModel):
    """A key of `metadata` and its string value."""

    key: str
    "A key at the top level, up to 200 characters."
    value: str
    "The whole string, up to 1,000 characters."


class OutcomeInput(BaseModel):
    """How a task ended. Exactly one field must be given."""

    completed: Optional["CompletedOutcomeInput"] = None
    "With its images and its usage."
    failed: Optional["FailedOutcomeInput"] = None
    "With the reason and its usage."
    canceled: Optional["CanceledOutcomeInput"] = None
    "With its usage."


class PurgeTasksInput(BaseModel):
    """Which tasks to remove."""

    created_before: datetime = Field(alias="createdBefore")
    "Only tasks created before this time."
    dry_run: bool = Field(alias="dryRun", default=True)
    "Only report how many tasks would be removed."


class RateTaskInput(BaseModel):
    """A rating of a task's result."""

    id: str
    "The id of the object, a UUID."
    rating: Optional[int] = None
    "1 to 5; null removes the rating."


class RecordTasksInput(BaseModel):
    """Tasks to record."""

    tasks: list["RecordedTaskInput"]
    "1 to 100."


class RecordedTaskInput(BaseModel):
    """A task, and how it ended."""

    task: "CreateTaskInput"
    "As for `createTask`."
    started_at: Optional[datetime] = Field(alias="startedAt", default=None)
    "Requires the `SERVICE` role."
    outcome: Optional["OutcomeInput"] = None
    "Omit it for a task that has not ended; a later call can add it."
    ended_at: Optional[datetime] = Field(alias="endedAt", default=None)
    "Now by default. Requires the `SERVICE` role."


class RemoveFromBoardInput(BaseModel):
    """The input of `removeFromBoard`."""

    board_id: str = Field(alias="boardId")
    "The id of the board."
    task_ids: list[str] = Field(alias="taskIds")
    "1 to 100 tasks."


class ResendFailedInput(BaseModel):
    """A webhook's deliveries that have failed or wait for another attempt."""

    webhook_id: str = Field(alias="webhookId")
    "The id of the webhook."
    since: datetime
    "Only events since this time."


class ResendWebhookInput(BaseModel):
    """The events to resend. Exactly one field must be given."""

    delivery_id: Optional[str] = Field(alias="deliveryId", default=None)
    "One delivery, in any state."
    failed: Optional["ResendFailedInput"] = None
    "All undelivered events, oldest first, up to 10,000."


class RestoreTasksInput(BaseModel):
    """The input of `restoreTasks`."""

    ids: list[str]
    "1 to 100 tasks."


class RevokeCreditsInput(BaseModel):
    """A grant to revoke."""

    id: str
    "The grant."
    user_id: str = Field(alias="userId")
    "Its user."
    reason: str
    "A reason for the user, 1 to 200 characters."


class RevokeInvitationInput(BaseModel):
    """The input of `revokeInvitation`."""

    id: str
    "The id of the object, a UUID."


class RevokeShareLinkInput(BaseModel):
    """The input of `revokeShareLink`."""

    id: str
    "The id of the object, a UUID."


class RotateWebhookSecretInput(BaseModel):
    """The input of `rotateWebhookSecret`."""

    id: str
    "The id of the object, a UUID."


class SaveViewInput(BaseModel):
    """A view to save; omitted fields stay unchanged."""

    id: Optional[str] = None
    "The view to change, or a UUID of the client's for a new view, so that a retry creates no second one."
    name: str
    "1 to 100 characters, unique among the caller's views."
    where: Optional["TaskFilter"] = None
    "Up to 4,096 bytes of JSON. All tasks by default."
    order_by: Optional["TaskOrder"] = Field(alias="orderBy", default=None)
    "Newest first by default."
    position: Optional[int] = None
    "Among the caller's views, from 0. Last by default."


class SetBoardMemberInput(BaseModel):
    """A member of a board and their new role."""

    board_id: str = Field(alias="boardId")
    "The id of the board."
    user_id: str = Field(alias="userId")
    "The id of the user."
    role: Optional[BoardRole] = None
    "Null removes the member."


class SetPlanInput(BaseModel):
    """A user's plan."""

    user_id: str = Field(alias="userId")
    "The id of the user."
    plan: str
    "Its name."


class SimilarToInput(BaseModel):
    """The input to find similar tasks for."""

    task_id: Optional[str] = Field(alias="taskId", default=None)
    "One of the caller's tasks, by its images and its prompt."
    prompt: Optional[str] = None
    "A text of up to 10,000 characters."
    image: Optional["GivenImageInput"] = None
    "The image is not stored."


class StarTasksInput(BaseModel):
    """Tasks to star."""

    ids: list[str]
    "1 to 100 tasks."
    starred: bool = True
    "False removes their stars."


class StartTaskInput(BaseModel):
    """A task to start."""

    id: str
    "The id of the object, a UUID."
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "As in `CreateTaskInput`."
    metadata: Optional[Any] = None
    "Merged into the task's, by top-level key."


class TaskFilter(BaseModel):
    """Selects the tasks that match all fields given. An empty list matches nothing."""

    status: Optional[list[TaskStatus]] = None
    "Any of these, up to 100."
    task_type: Optional[list[TaskType]] = Field(alias="taskType", default=None)
    "Any of these, up to 100."
    created_at: Optional["DateTimeRange"] = Field(alias="createdAt", default=None)
    "When the task was created."
    search: Optional[str] = None
    'Each of these words is in the prompt, in any language; 1 to 200 characters, up to 30 words. Case is ignored, and so are accents of Latin, Greek and Cyrillic letters. `"two words"` is a phrase, `-word` excludes a word; `model:word` searches the model\'s name, `error:word` the error message.'
    model_version: Optional[list[str]] = Field(alias="modelVersion", default=None)
    "Any of these, up to 100."
    aspect_ratio: Optional[list[str]] = Field(alias="aspectRatio", default=None)
    "Any of these, up to 100."
    external_id: Optional[list[str]] = Field(alias="externalId", default=None)
    "Any of these, up to 100."
    metadata: Optional[list["MetadataFilter"]] = None
    "Each of these, up to 10."
    failure_code: Optional[list[str]] = Field(alias="failureCode", default=None)
    "Any of these, up to 100."
    updated_at: Optional["DateTimeRange"] = Field(alias="updatedAt", default=None)
    "When the task last changed."
    labels: Optional[list[str]] = None
    "Any of these, up to 100; found some seconds after tasks are recorded."
    completed_at: Optional["DateTimeRange"] = Field(alias="completedAt", default=None)
    "When the task ended."
    rated_at_least: Optional[int] = Field(alias="ratedAtLeast", default=None)
    "1 to 5."
    is_starred: Optional[bool] = Field(alias="isStarred", default=None)
    "Whether its user has starred it."
    board: Optional[list[str]] = None
    "Any of these, up to 100, by id."


class TaskImageInput(BaseModel):
    """One of a task's images."""

    task_id: str = Field(alias="taskId")
    "The id of the task."
    index: int = 0
    "In the task's `images`, from 0."


class TaskOrder(BaseModel):
    """The order of tasks. Tasks with equal values have a stable order."""

    field: TaskOrderField = TaskOrderField.CREATED_AT
    "What tasks are ordered by."
    direction: OrderDirection = OrderDirection.DESC
    "Which end of the order comes first."


class TaskSourceInput(BaseModel):
    """A task that this one is derived from."""

    task_id: str = Field(alias="taskId")
    "The id of the task."
    relation: TaskRelation
    "How the task was derived from its source."
    image_index: Optional[int] = Field(alias="imageIndex", default=None)
    "The index in `images` of the image used, from 0, if it was a particular one."


class TestWebhookInput(BaseModel):
    """The input of `testWebhook`."""

    id: str
    "The id of the object, a UUID."


class TrashTasksInput(BaseModel):
    """The input of `trashTasks`."""

    ids: list[str]
    "1 to 100 tasks."


class UpdateBoardInput(BaseModel):
    """Changes to a board; omitted fields stay unchanged."""

    id: str
    "The id of the object, a UUID."
    name: Optional[str] = None
    "1 to 100 characters."
    description: Optional[str] = None
    "Up to 2,000 characters."
    cover_task_id: Optional[str] = Field(alias="coverTaskId", default=None)
    "A task on the board, for its cover."


class UpdateWebhookInput(BaseModel):
    """Changes to a webhook; omitted fields stay unchanged."""

    id: str
    "The id of the object, a UUID."
    url: Optional[str] = None
    "An `https` URL with a public host, without user name and password. Addresses are checked whenever an event is sent; an IP address is also checked now."
    events: Optional[list[WebhookEventType]] = None
    "At least one."
    enabled: Optional[bool] = None
    "Whether to send events."


class UploadOriginalImageInput(BaseModel):
    """A task and its input image."""

    id: str
    "The id of the object, a UUID."
    image: "ImageInput"
    "The input image."


class UsageFilter(BaseModel):
    """Selects the tasks that match all fields given."""

    model_version: Optional[list[str]] = Field(alias="modelVersion", default=None)
    "Any of these, up to 100."
    task_type: Optional[list[TaskType]] = Field(alias="taskType", default=None)
    "Any of these, up to 100."


CompleteTaskInput.model_rebuild()
CompletedOutcomeInput.model_rebuild()
CreateTaskInput.model_rebuild()
ExportTasksInput.model_rebuild()
ImageInput.model_rebuild()
OutcomeInput.model_rebuild()
RecordTasksInput.model_rebuild()
RecordedTaskInput.model_rebuild()
ResendWebhookInput.model_rebuild()
SaveViewInput.model_rebuild()
SimilarToInput.model_rebuild()
TaskFilter.model_rebuild()
UploadOriginalImageInput.model_rebuild()
