"""The inputs of mutations on tasks, with the bounds that database columns and legibility set."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from models.tasks.storable_text import Storable
from models.tasks.task import MAX_IMAGES, TaskType
from resolvers.arguments import EMPTY_IF_NULL, Input, matching
from resolvers.images.image_inputs import ImageSource
from resolvers.lineage.lineage_inputs import NewTaskSources

Amount = Annotated[int, Field(ge=0)]
Prompt = Annotated[str, StringConstraints(min_length=1, max_length=10_000), Storable]
ErrorMessage = Annotated[str, StringConstraints(min_length=1, max_length=2_000), Storable]
ModelVersion = Annotated[str, StringConstraints(min_length=1, max_length=50), Storable]
AspectRatio = Annotated[
    str,
    StringConstraints(max_length=10),
    matching(r"[0-9]+(\.[0-9]+)?:[0-9]+(\.[0-9]+)?", "width to height, for example `1:1` or `16:9`"),
]

MoreImages = Annotated[tuple[ImageSource, ...], Field(max_length=MAX_IMAGES - 1), EMPTY_IF_NULL]


class NewTask(Input):
    """
    A task to record. With `id` None the server chooses one; with `user_id` None it is the caller's own task; with
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


class TaskReference(Input):
    id: UUID


class TaskReferences(Input):
    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class TaskUsage(TaskReference):
    """
    What a task used until it ended. With `credits_deducted` None it cost what was reserved for it; `generation_time_ms`
    is None when it was not measured.
    """

    tokens_used: Amount
    credits_deducted: Amount | None
    generation_time_ms: Amount | None


class TaskResult(TaskUsage):
    image: ImageSource
    more_images: MoreImages = ()
    """The second image and those after it."""


class TaskFailure(TaskUsage):
    error_message: ErrorMessage
    """Why the task failed, for its user to read."""
