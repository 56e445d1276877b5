import asyncio

import strawberry

from models.lineage.lineage_statements import LineageRow
from models.lineage.task_derivation import TaskRelation, TaskSourceRow
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.images.recorded_image import RecordedImage, images_of
from resolvers.tasks.find_tasks import find_tasks
from schema.described_enum import described_enum
from schema.execution.field_metadata import reads
from schema.images.image import Image
from schema.scalars import BigInt
from schema.tasks.task_record import TaskRecord

described_enum(
    TaskRelation,
    "How a task came from its source.",
    RETRY="The same once more, usually because it failed.",
    VARIATION="The same, to come out differently.",
    EDIT="A change to its image.",
    UPSCALE="Its image, larger.",
    REFERENCE="Its image as a model to follow.",
)


@strawberry.input(description="A task that this one is made from.")
class TaskSourceInput:
    task_id: strawberry.ID
    relation: TaskRelation
    image_index: int | None = strawberry.field(
        default=None, description="Which of its `images`, from 0; none in particular when omitted."
    )


@strawberry.type(description="A task that another was made from.")
class TaskSource:
    relation: TaskRelation
    task_id: strawberry.ID

    @strawberry.field(graphql_type=TaskRecord | None, metadata=reads("task_id"), description="Null once it is deleted.")
    async def task(root: strawberry.Parent[TaskSourceRow], info: Info) -> TaskRow | None:
        return await info.context.load(find_tasks, root.task_id)

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads("task_id", "image_index"),
        description=(
            "The image of the source that was used; null when it was none in particular, the source is deleted, or its "
            "images were removed because of their age."
        ),
    )
    async def image(root: strawberry.Parent[TaskSourceRow], info: Info) -> RecordedImage | None:
        if root.image_index is None:
            return None
        task = await info.context.load(find_tasks, root.task_id)
        images = images_of(task) if task else []
        return images[root.image_index] if images else None


@strawberry.type(
    description=(
        "A task and all that it came from, each counted once, deleted ones included: what they used stays known."
    )
)
class Lineage:
    @strawberry.field(
        graphql_type=list[TaskRecord],
        metadata=reads("root_ids"),
        description=(
            "The tasks without sources that it began with, oldest first, up to 16; deleted ones are left out."
        ),
    )
    async def roots(root: strawberry.Parent[LineageRow], info: Info) -> list[TaskRow]:
        roots = await asyncio.gather(*(info.context.load(find_tasks, one) for one in root.root_ids or ()))
        return [task for task in roots if task]

    depth: int = strawberry.field(description="Steps to the farthest of them.")
    task_count: int
    failed_task_count: int
    tokens_used: BigInt
    credits_deducted: BigInt
    generation_time_ms: BigInt
    truncated: bool = strawberry.field(
        description="True when there is more than 200 steps back, or than 500 tasks, which is not counted."
    )
