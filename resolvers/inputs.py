"""What mutations take, with the bounds that a database column or a person's eye sets."""

import re
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from models.storable_text import Storable
from models.tasks.task import TaskType
from resolvers.arguments import Input


def matching(pattern: str, expected: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"must be {expected}")
        return text

    return AfterValidator(check)


Count = Annotated[int, Field(ge=0)]
Prompt = Annotated[str, StringConstraints(min_length=1, max_length=10_000), Storable]
ErrorMessage = Annotated[str, StringConstraints(min_length=1, max_length=2_000), Storable]
ModelVersion = Annotated[str, StringConstraints(min_length=1, max_length=50), Storable]
AspectRatio = Annotated[
    str,
    StringConstraints(max_length=10),
    matching(r"\d+(\.\d+)?:\d+(\.\d+)?", "width to height, for example `1:1` or `16:9`"),
]
SHA256 = Annotated[str, matching(r"[0-9a-f]{64}", "a SHA-256, 64 lower-case hexadecimal digits")]
ContentType = Literal["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]


class TaskInput(Input):
    id: UUID


class CreateTaskInput(Input):
    id: UUID | None
    user_id: UUID | None
    task_type: TaskType
    prompt: Prompt
    aspect_ratio: AspectRatio | None
    model_version: ModelVersion | None


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
    content_type: ContentType
    size: Annotated[int, Field(ge=1)]
    sha256: SHA256
