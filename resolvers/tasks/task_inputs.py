"""The inputs of mutations on tasks, with the bounds that database columns and legibility set."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from models.tasks.task import MAX_IMAGES, Storable, TaskType
from resolvers.arguments import EMPTY_IF_NULL, Input, Reference, matching
from resolvers.exact_json import Metadata, Parameters
from resolvers.images.image_inputs import ImageSource
from resolvers.lineage.record_sources import NewTaskSources

Amount = Annotated[int, Field(ge=0)]
Prompt = Annotated[str, StringConstraints(min_length=1, max_length=10_000), Storable]
ErrorMessage = Annotated[str, StringConstraints(min_length=1, max_length=2_000), Storable]
ModelVersion = Annotated[str, StringConstraints(min_length=1, max_length=200), Storable]
AspectRatio = Annotated[
    str,
    StringConstraints(max_length=20),
    matching(
        r"[0-9]+(\.[0-9]+)?:[0-9]+(\.[0-9]+)?|[0-9]+x[0-9]+|auto",
        "width to height, for example `16:9`; pixels, for example `1024x1024`; or `auto`",
    ),
]
ExternalId = Annotated[str, StringConstraints(min_length=1, max_length=200), Storable]
FailureCode = Annotated[
    str, StringConstraints(max_length=50), matching(r"[a-z0-9_]+", "of `a-z0-9_`, for example `content_policy`")
]
Cost = Annotated[
    Decimal,
    Field(ge=0, le=Decimal("999999999999.999999")),
    AfterValidator(lambda cost: cost.quantize(Decimal("0.000001"), ROUND_HALF_EVEN)),
]
MAX_TOKENS = 2**31 - 1

MoreImages = Annotated[tuple[ImageSource, ...], Field(max_length=MAX_IMAGES - 1), EMPTY_IF_NULL]


def whole(tokens_used: int | None, info: ValidationInfo) -> int:
    """
    The tokens that a task used: by default, the sum of the parts. Raises ValueError if that exceeds `tokens_used`.
    """
    parts = sum(info.data.get(name) or 0 for name in ("input_tokens", "output_tokens"))
    if tokens_used is not None and 0 <= tokens_used < parts:
        raise ValueError(f"must be `inputTokens` and `outputTokens` together, {parts:,}, or more; or be left out")
    return parts if tokens_used is None else tokens_used


class NewTask(Input):
    """
    A task to record. With `id` None the server chooses one; with `user_id` None it is the caller's; with
    `credits_reserved` None the plan's price is held.
    """

    id: UUID | None = None
    user_id: UUID | None = None
    task_type: TaskType
    prompt: Prompt
    aspect_ratio: AspectRatio | None = None
    model_version: ModelVersion | None = None
    original_image: ImageSource | None = None
    image_count: Annotated[int, Field(ge=1, le=MAX_IMAGES)] = 1
    sources: NewTaskSources = ()
    credits_reserved: Amount | None = None
    external_id: ExternalId | None = None
    parameters: Parameters | None = None
    metadata: Metadata | None = None
    deadline: AwareDatetime | None = None
    created_at: AwareDatetime | None = None


class TaskReferences(Input):
    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class TaskStart(Reference):
    external_id: ExternalId | None = None
    metadata: Metadata | None = None


class Usage(Input):
    """
    What a task used until it ended. `tokens_used` is by default the sum of its parts, and may exceed it.
    `generation_time_ms` is None if it was not measured.
    """

    input_tokens: Amount | None = None
    output_tokens: Amount | None = None
    tokens_used: Annotated[int, Field(ge=0, le=MAX_TOKENS), BeforeValidator(whole)]
    generation_time_ms: Amount | None
    cost: Cost | None = None


class Completion(Usage):
    """The result of a task. With `credits_deducted` None it costs what was reserved."""

    image: ImageSource | None = None
    more_images: MoreImages = ()
    """The second image and those after it."""
    credits_deducted: Amount | None

    @field_validator("more_images")
    @classmethod
    def after_a_first(cls, more: tuple[ImageSource, ...], info: ValidationInfo) -> tuple[ImageSource, ...]:
        if more and info.data.get("image", more) is None:
            raise ValueError("needs the first of them as `image`")
        return more


class Failure(Usage):
    error_message: ErrorMessage
    """Why the task failed, for its user to read."""
    credits_deducted: Amount
    failure_code: FailureCode | None = None


class TaskUsage(Usage, Reference):
    """A task to end, and values that it did not have when it was recorded. None leaves one as it is."""

    external_id: ExternalId | None = None
    parameters: Parameters | None = None
    metadata: Metadata | None = None
    started_at: AwareDatetime | None = None


class TaskResult(Completion, TaskUsage):
    image: ImageSource


class TaskFailure(Failure, TaskUsage):
    """A task to fail."""
