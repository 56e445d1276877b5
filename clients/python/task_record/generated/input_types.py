from datetime import datetime
from decimal import Decimal
from typing import Any, Optional

from pydantic import Field

from .base_model import BaseModel, Upload
from .enums import (
    ExportFormat,
    OrderDirection,
    TaskOrderField,
    TaskRelation,
    TaskStatus,
    TaskType,
)


class CancelTaskInput(BaseModel):
    """A task to give up."""

    id: str
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    "As in `CompleteTaskInput`."
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    "How many of the tokens were read."
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    "How many of the tokens were generated."
    cost: Optional[Decimal] = None
    "What the provider charged, in `CURRENCY`."
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    "How long the generation itself took, in milliseconds."


class CanceledOutcomeInput(BaseModel):
    """As `CancelTaskInput`."""

    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    cost: Optional[Decimal] = None
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)


class CompleteTaskInput(BaseModel):
    """The result of a task, and what it cost."""

    id: str
    image: "ImageInput"
    "The image, or the first of several."
    more_images: Optional[list["ImageInput"]] = Field(alias="moreImages", default=None)
    "The second image and those after it, up to 15. Either all images are stored or none."
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    "How many tokens the generation used. When omitted, the sum of `inputTokens` and `outputTokens`, 0 without them; it may be more than the sum, and not less."
    credits_deducted: Optional[int] = Field(alias="creditsDeducted", default=None)
    "How many credits the task cost. When omitted, as many as were held for it; 0 if none were."
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    "How long the generation itself took, in milliseconds."
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "As in `CreateTaskInput`."
    parameters: Optional[Any] = None
    "Merged into the task's, key by key at the top, such as the seed that the model chose."
    metadata: Optional[Any] = None
    "Merged into the task's, key by key at the top."
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    "How many of the tokens were read."
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    "How many of the tokens were generated."
    cost: Optional[Decimal] = None
    "What the provider charged, in `CURRENCY`."


class CompletedOutcomeInput(BaseModel):
    """As `CompleteTaskInput`; here the images may be left out, where they are not kept any more."""

    image: Optional["ImageInput"] = None
    more_images: Optional[list["ImageInput"]] = Field(alias="moreImages", default=None)
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    credits_deducted: Optional[int] = Field(alias="creditsDeducted", default=None)
    cost: Optional[Decimal] = None
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)


class CreateImageUploadInput(BaseModel):
    """An image about to be sent to storage."""

    task_id: Optional[str] = Field(alias="taskId", default=None)
    "The task that the image is for; omit it for one that is not recorded yet."
    user_id: Optional[str] = Field(alias="userId", default=None)
    "The user whose image it is; when omitted, the task's or else the caller. Another user than the caller needs the `SERVICE` role."
    content_type: str = Field(alias="contentType")
    "The media type, for example `image/png`."
    size: int
    "In bytes."
    sha_256: str = Field(alias="sha256")
    "Lower-case hexadecimal SHA-256 of the bytes; storage refuses any other bytes."


class CreateTaskInput(BaseModel):
    """A task to record."""

    id: Optional[str] = None
    "A UUID chosen by the client, so that a retry cannot record the task twice; chosen by the server when omitted."
    user_id: Optional[str] = Field(alias="userId", default=None)
    "The user whose task it is; the caller when omitted. Any other user needs the `SERVICE` role."
    task_type: TaskType = Field(alias="taskType", default=TaskType.IMAGE_GENERATION)
    prompt: str
    "What the user asks for, 1 to 10,000 characters."
    aspect_ratio: Optional[str] = Field(alias="aspectRatio", default=None)
    "Width to height, pixels, or `auto`, for example `16:9` or `1024x1024`; up to 20 characters."
    model_version: Optional[str] = Field(alias="modelVersion", default=None)
    "The model that generates, for example `gemini-1.5-pro`; up to 200 characters."
    original_image: Optional["ImageInput"] = Field(alias="originalImage", default=None)
    "The image that the task starts from; omit it to start from the prompt alone."
    image_count: int = Field(alias="imageCount", default=1)
    "How many images are asked for, 1 to 16."
    sources: Optional[list["TaskSourceInput"]] = None
    "The tasks that this one is made from: up to 16, all of them the user's."
    credits_reserved: Optional[int] = Field(alias="creditsReserved", default=None)
    "The most credits that the task may cost, held until it ends; the plan's price for `imageCount` images when omitted. Refused where the plan has no prices."
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "The id that the provider or the product knows the task by, up to 200 characters. Where `id` is omitted, the same `externalId` with the same input returns the task that was recorded."
    parameters: Optional[Any] = None
    "An object of up to 16,384 bytes of JSON, 10 levels deep."
    metadata: Optional[Any] = None
    "An object of up to 4,096 bytes of JSON, 10 levels deep."
    deadline: Optional[datetime] = None
    "In the future, within 30 days."
    created_at: Optional[datetime] = Field(alias="createdAt", default=None)
    "When the task was really created, for one that is recorded later. In the past; needs the `SERVICE` role; now when omitted."


class DateTimeRange(BaseModel):
    """A span of time from `gte` (included) to `lt` (excluded); either may be omitted."""

    gte: Optional[datetime] = None
    lt: Optional[datetime] = None


class DeleteTaskInput(BaseModel):
    """A task to delete."""

    id: str


class ExportTasksInput(BaseModel):
    """Which tasks to export, and how."""

    format: ExportFormat
    where: Optional["TaskFilter"] = None
    "Which tasks; all of them when omitted."
    user_id: Optional[str] = Field(alias="userId", default=None)
    "The user whose tasks to export; the caller when omitted. Any other user needs the `ADMIN` role."
    board_id: Optional[str] = Field(alias="boardId", default=None)
    "A board of which the caller is a member: a `REPORT` of the tasks on it, of all members, with what members see of them. Beside it, `userId` is not given, and in `where` nothing but `createdAt`."
    language: Optional[str] = None
    "Of a `REPORT`: `zh-CN` or `en`. When omitted, what the browser prefers that downloads it (`Accept-Language`)."


class FailTaskInput(BaseModel):
    """Why a task failed, and what it cost nevertheless."""

    id: str
    error_message: str = Field(alias="errorMessage")
    "The reason, for the user to read; 1 to 2,000 characters."
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    "How many tokens the generation used. When omitted, the sum of `inputTokens` and `outputTokens`, 0 without them; it may be more than the sum, and not less."
    credits_deducted: int = Field(alias="creditsDeducted", default=0)
    "How many credits the task cost. Must be 0 where the plan has prices: a failed task costs none."
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)
    "How long the generation itself took, in milliseconds."
    failure_code: Optional[str] = Field(alias="failureCode", default=None)
    "Why it failed, for programs: up to 50 characters of `a-z0-9_`, for example `content_policy`."
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    "How many of the tokens were read."
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    "How many of the tokens were generated."
    cost: Optional[Decimal] = None
    "What the provider charged, in `CURRENCY`."


class FailedOutcomeInput(BaseModel):
    """As `FailTaskInput`."""

    error_message: str = Field(alias="errorMessage")
    failure_code: Optional[str] = Field(alias="failureCode", default=None)
    tokens_used: Optional[int] = Field(alias="tokensUsed", default=None)
    input_tokens: Optional[int] = Field(alias="inputTokens", default=None)
    output_tokens: Optional[int] = Field(alias="outputTokens", default=None)
    credits_deducted: int = Field(alias="creditsDeducted", default=0)
    cost: Optional[Decimal] = None
    generation_time_ms: Optional[int] = Field(alias="generationTimeMs", default=None)


class ImageInput(BaseModel):
    """An image to store, given in one of four ways."""

    file: Optional[Upload] = None
    "A file part of a multipart request."
    data_url: Optional[str] = Field(alias="dataUrl", default=None)
    "An image in base64, as `data:image/png;base64,…`."
    upload_id: Optional[str] = Field(alias="uploadId", default=None)
    "The id of an upload made through `createImageUpload`."
    task_image: Optional["TaskImageInput"] = Field(alias="taskImage", default=None)
    "An image of another of the user's tasks, copied within storage."


class MetadataFilter(BaseModel):
    """A key of a task's metadata, and the string that it has."""

    key: str
    value: str


class OutcomeInput(BaseModel):
    """How a task ended."""

    completed: Optional["CompletedOutcomeInput"] = None
    failed: Optional["FailedOutcomeInput"] = None
    canceled: Optional["CanceledOutcomeInput"] = None


class RecordTasksInput(BaseModel):
    """Tasks to record."""

    tasks: list["RecordedTaskInput"]
    "1 to 100."


class RecordedTaskInput(BaseModel):
    """A task, and how it ended."""

    task: "CreateTaskInput"
    started_at: Optional[datetime] = Field(alias="startedAt", default=None)
    "When its generation began; needs the `SERVICE` role."
    outcome: Optional["OutcomeInput"] = None
    "How it ended; omit it for one that has not. A task that was recorded open may be ended by a later call."
    ended_at: Optional[datetime] = Field(alias="endedAt", default=None)
    "When it ended; needs the `SERVICE` role; now when omitted."


class StartTaskInput(BaseModel):
    """A task to start."""

    id: str
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "As in `CreateTaskInput`."
    metadata: Optional[Any] = None
    "Merged into the task's, key by key at the top; so it is in `CompleteTaskInput`."


class TaskFilter(BaseModel):
    """Selects the tasks that meet every field given. An empty list matches nothing."""

    status: Optional[list[TaskStatus]] = None
    "Tasks with any of these statuses, up to 100."
    task_type: Optional[list[TaskType]] = Field(alias="taskType", default=None)
    "Tasks of any of these types, up to 100."
    created_at: Optional["DateTimeRange"] = Field(alias="createdAt", default=None)
    "Tasks created in this span of time."
    search: Optional[str] = None
    'Tasks whose prompt contains each of these words, in any language; 1 to 200 characters, up to 30 words. Case is ignored, and so are accents of Latin, Greek and Cyrillic letters. `"two words"` is a phrase, `-word` leaves out; `model:word` is looked for in the model\'s name, `error:word` in why the task failed.'
    model_version: Optional[list[str]] = Field(alias="modelVersion", default=None)
    "Tasks with any of these model versions, up to 100."
    aspect_ratio: Optional[list[str]] = Field(alias="aspectRatio", default=None)
    "Tasks with any of these aspect ratios, up to 100."
    external_id: Optional[list[str]] = Field(alias="externalId", default=None)
    "Tasks with any of these external ids, up to 100."
    metadata: Optional[list["MetadataFilter"]] = None
    "Tasks whose metadata has each of these strings at its key, up to 10."
    failure_code: Optional[list[str]] = Field(alias="failureCode", default=None)
    "Tasks that failed with any of these codes, up to 100."
    updated_at: Optional["DateTimeRange"] = Field(alias="updatedAt", default=None)
    "Tasks that last changed in this span of time."
    labels: Optional[list[str]] = None
    "Tasks with any of these labels, up to 100, some seconds after they were recorded."
    completed_at: Optional["DateTimeRange"] = Field(alias="completedAt", default=None)
    "Tasks that ended in this span of time."
    rated_at_least: Optional[int] = Field(alias="ratedAtLeast", default=None)
    "Tasks rated so or better, 1 to 5."
    is_starred: Optional[bool] = Field(alias="isStarred", default=None)
    "Tasks with a star, or those without."
    board: Optional[list[str]] = None
    "Tasks on any of these boards, up to 100."


class TaskImageInput(BaseModel):
    """One of a task's images."""

    task_id: str = Field(alias="taskId")
    index: int = 0
    "Its position in the task's `images`, counted from 0."


class TaskOrder(BaseModel):
    """How a list of tasks is ordered. Tasks with equal values keep a fixed order."""

    field: TaskOrderField = TaskOrderField.CREATED_AT
    direction: OrderDirection = OrderDirection.DESC


class TaskSourceInput(BaseModel):
    """A task that this one is made from."""

    task_id: str = Field(alias="taskId")
    relation: TaskRelation
    image_index: Optional[int] = Field(alias="imageIndex", default=None)
    "Its image that is used, by the position in `images`, from 0; none in particular when omitted."


CompleteTaskInput.model_rebuild()
CompletedOutcomeInput.model_rebuild()
CreateTaskInput.model_rebuild()
ExportTasksInput.model_rebuild()
ImageInput.model_rebuild()
OutcomeInput.model_rebuild()
RecordTasksInput.model_rebuild()
RecordedTaskInput.model_rebuild()
TaskFilter.model_rebuild()
