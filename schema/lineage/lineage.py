import asyncio

import strawberry

from models.lineage.lineage_statements import LineageRow
from models.lineage.task_derivation import TaskRelation, TaskSourceRow
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.images.recorded_image import RecordedImage, images_of
from resolvers.lineage.find_lineage import find_related_task
from schema.described_enum import described_enum
from schema.execution.field_metadata import reads
from schema.images.image import Image
from schema.scalars import BigInt
from schema.tasks.task_record import TaskRecord

described_enum(
    TaskRelation,
    "How a task was made from its source.",
    RETRY="The source is tried again, usually because it failed.",
    VARIATION="The source is generated again, for a different result.",
    EDIT="The image of the source is changed.",
    UPSCALE="The image of the source is enlarged.",
    REFERENCE="The image of the source is a reference to follow.",
)


@strawberry.input(description="A task that this one is made from.")
class TaskSourceInput:
    task_id: strawberry.ID
    relation: TaskRelation
    image_index: int | None = strawberry.field(
        default=None,
        description="Its image that is used, by the position in `images`, from 0; none in particular when omitted.",
    )


@strawberry.type(description="A task that another was made from.")
class TaskSource:
    relation: TaskRelation
    task_id: strawberry.ID

    @strawberry.field(
        graphql_type=TaskRecord | None,
        metadata=reads("task_id", "user_id"),
        description="The source; null once it is deleted.",
    )
    async def task(root: strawberry.Parent[TaskSourceRow], info: Info) -> TaskRow | None:
        return await find_related_task(info.context, root.user_id, root.task_id)

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads("task_id", "user_id", "image_index"),
        description=(
            "The image of the source that was used; null when it was none in particular, the source is deleted, or its "
            "images were removed because of their age."
        ),
    )
    async def image(root: strawberry.Parent[TaskSourceRow], info: Info) -> RecordedImage | None:
        if root.image_index is None:
            return None
        task = await find_related_task(info.context, root.user_id, root.task_id)
        images = images_of(task) if task else []
        return images[root.image_index] if images else None


@strawberry.type(
    description=(
        "A task and all tasks that led to it. Each is counted once; deleted ones are included, since what they used "
        "stays known."
    )
)
class Lineage:
    @strawberry.field(
        graphql_type=list[TaskRecord],
        metadata=reads("root_ids", "user_id"),
        description=(
            "The tasks without sources, with which the lineage began: oldest first, up to 16, without deleted ones."
        ),
    )
    async def roots(root: strawberry.Parent[LineageRow], info: Info) -> list[TaskRow]:
        found = (find_related_task(info.context, root.user_id, one) for one in root.root_ids or ())
        roots = await asyncio.gather(*found)
        return [task for task in roots if task]

    depth: int = strawberry.field(description="How many steps back the farthest task is.")
    task_count: int
    failed_task_count: int
    tokens_used: BigInt = strawberry.field(description="How many tokens all of these tasks used.")
    credits_deducted: BigInt = strawberry.field(description="How many credits all of these tasks cost.")
    generation_time_ms: BigInt = strawberry.field(
        description="How long the generation of all of these tasks took, in milliseconds."
    )
    truncated: bool = strawberry.field(
        description="Whether there are tasks beyond 200 steps back, or beyond 500 tasks; those are not counted."
    )
