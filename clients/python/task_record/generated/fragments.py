from datetime import datetime
from decimal import Decimal
from typing import Any, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TaskStatus, TaskType, UserErrorCode


class ErrorFields(BaseModel):
    field: Optional[list[str]] = Field(default=None)
    code: UserErrorCode
    message: str
    details: Optional[Any] = Field(default=None)


class ImageFields(BaseModel):
    url: str
    expires_at: Optional[datetime] = Field(alias="expiresAt", default=None)
    content_type: Optional[str] = Field(alias="contentType", default=None)
    width: Optional[int] = Field(default=None)
    height: Optional[int] = Field(default=None)
    size: Optional[int] = Field(default=None)
    sha_256: Optional[str] = Field(alias="sha256", default=None)


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
    original_image: Optional["TaskFieldsOriginalImage"] = Field(
        alias="originalImage", default=None
    )
    images: list["TaskFieldsImages"]


class TaskFieldsOriginalImage(ImageFields):
    pass


class TaskFieldsImages(ImageFields):
    pass


class TaskPage(BaseModel):
    nodes: list["TaskPageNodes"]
    page_info: "TaskPagePageInfo" = Field(alias="pageInfo")


class TaskPageNodes(TaskFields):
    pass


class TaskPagePageInfo(BaseModel):
    end_cursor: Optional[str] = Field(alias="endCursor", default=None)
    has_next_page: bool = Field(alias="hasNextPage")


ErrorFields.model_rebuild()
ImageFields.model_rebuild()
TaskFields.model_rebuild()
TaskPage.model_rebuild()
