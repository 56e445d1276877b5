"""What mutations take, with the bounds that a database column or a person's eye sets."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from models.task import TaskType
from models.text import StorableText
from resolvers.arguments import Input

Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Prompt = Annotated[StorableText, StringConstraints(min_length=1, max_length=10_000, pattern=r"\S")]
ErrorMessage = Annotated[StorableText, StringConstraints(min_length=1, max_length=2_000)]


class TaskInput(Input):
    id: UUID


class CreateTaskInput(Input):
    id: UUID | None
    user_id: UUID | None
    task_type: TaskType
    prompt: Prompt
    aspect_ratio: Annotated[str, StringConstraints(max_length=10, pattern=r"^[0-9.]+:[0-9.]+$")] | None
    model_version: Annotated[StorableText, StringConstraints(min_length=1, max_length=50)] | None


class ClosingInput(Input):
    id: UUID
    tokens_used: Count
    credits_deducted: Count
    generation_time_ms: Count | None


class FailTaskInput(ClosingInput):
    error_message: ErrorMessage


class DeleteTasksInput(Input):
    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class CreateImageUploadInput(Input):
    task_id: UUID
    content_type: Annotated[str, StringConstraints(pattern=r"^image/(jpeg|png|webp|gif|avif)$")]
    size: Annotated[int, Field(ge=1)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
