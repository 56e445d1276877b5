from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from models.lineage.lineage_statements import LineageRow
from models.lineage.task_derivation import TaskSourceRow
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.credits.reservation import credits_held
from resolvers.images.recorded_image import IMAGE_COLUMNS, RESULT_COLUMNS, RecordedImage, image_of, images_of
from resolvers.lineage.find_lineage import context_of, find_lineages, find_sources, list_derived_tasks
from resolvers.paging import ListPage, window
from schema.execution.field_metadata import reads
from schema.images.image import Image
from schema.node import Node
from schema.tasks.task_enums import TaskStatus, TaskType

if TYPE_CHECKING:
    from schema.lineage.lineage import Lineage, TaskSource
    from schema.tasks.task_connection import TaskConnection


@strawberry.type(description="One image-generation task: what was asked, what came of it, and what it cost.")
class TaskRecord(Node):
    user_id: strawberry.ID = strawberry.field(description="The user whose task it is.")
    task_type: TaskType
    status: TaskStatus
    prompt: str = strawberry.field(description="What the user asked for, 1 to 10,000 characters.")

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads(*IMAGE_COLUMNS["original"]),
        description="The image the task starts from; null when it starts from the prompt alone.",
    )
    def original_image(root: strawberry.Parent[TaskRow]) -> RecordedImage | None:
        return image_of(root, "original")

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads(*IMAGE_COLUMNS["generated"]),
        description="The result, or the first of several; null until the task is completed.",
    )
    def generated_image(root: strawberry.Parent[TaskRow]) -> RecordedImage | None:
        return image_of(root, "generated")

    tokens_used: int = strawberry.field(description="How many tokens the generation used; 0 until the task has ended.")
    credits_deducted: int = strawberry.field(description="How many credits the task cost; 0 until the task has ended.")

    @strawberry.field(
        metadata=reads("status", "credits_reserved", "credits_held_until"),
        description="How many credits are held for the task; 0 once it has ended, or did not end in time.",
    )
    def credits_held(root: strawberry.Parent[TaskRow]) -> int:
        return credits_held(root)

    error_message: str | None = strawberry.field(description="Why the task failed; null unless it did.")
    aspect_ratio: str | None = strawberry.field(description="Width to height, for example `1:1` or `16:9`.")
    model_version: str | None = strawberry.field(description="The model that generates, for example `gemini-1.5-pro`.")
    generation_time_ms: int | None = strawberry.field(
        description="How long the generation itself took, in milliseconds, as reported at completion."
    )
    created_at: datetime = strawberry.field(description="When the task was recorded.")
    updated_at: datetime = strawberry.field(description="When anything of the task last changed.")
    completed_at: datetime | None = strawberry.field(
        description="When the task was completed or failed; null until then."
    )

    images_removed_at: datetime | None = strawberry.field(
        description="When its images were removed because of their age; null if they were not."
    )
    prompt_removed_at: datetime | None = strawberry.field(
        description=(
            "When its prompt and its error message were removed because of their age; null if they were not. From then "
            "on `prompt` is empty."
        )
    )
    image_count: int = strawberry.field(description="How many images were asked for.")

    @strawberry.field(
        graphql_type=list[Image],
        metadata=reads(*RESULT_COLUMNS),
        description=("All results, in order; the first is `generatedImage`. Empty until the task is completed."),
    )
    def images(root: strawberry.Parent[TaskRow]) -> list[RecordedImage]:
        return images_of(root)

    @strawberry.field(
        metadata=reads(*RESULT_COLUMNS),
        description="How many results there are; 0 until the task is completed.",
    )
    def result_count(root: strawberry.Parent[TaskRow]) -> int:
        return len(images_of(root))

    @strawberry.field(
        graphql_type=list[Annotated["TaskSource", strawberry.lazy("schema.lineage.lineage")]],
        metadata=reads("id", "user_id"),
        description="The tasks that this one was made from, in the order given.",
    )
    async def sources(root: strawberry.Parent[TaskRow], info: Info) -> list[TaskSourceRow]:
        return await context_of(info.context, root.user_id).load(find_sources, root.id)

    @strawberry.field(
        graphql_type=Annotated["TaskConnection", strawberry.lazy("schema.tasks.task_connection")],
        metadata=reads("id", "user_id"),
        description="The tasks that were made from this one, oldest first.",
    )
    async def derived_tasks(
        root: strawberry.Parent[TaskRow],
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> ListPage[TaskRow]:
        return await list_derived_tasks(info, root, window(first, after, last, before))

    @strawberry.field(
        graphql_type=Annotated["Lineage", strawberry.lazy("schema.lineage.lineage")],
        metadata=reads("id", "user_id"),
        description="What this task and all tasks that led to it used: the whole cost of its picture.",
    )
    async def lineage(root: strawberry.Parent[TaskRow], info: Info) -> LineageRow:
        return await context_of(info.context, root.user_id).load(find_lineages, root.id)

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return isinstance(value, TaskRow)
