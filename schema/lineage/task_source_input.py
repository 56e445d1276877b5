import strawberry

from models.lineage.task_derivation import TaskRelation
from schema.types.described_enum import described_enum

described_enum(
    TaskRelation,
    "How a task was derived from its source.",
    RETRY="Retries the source, usually because it failed.",
    VARIATION="Generates the source again for a different result.",
    EDIT="Edits the image of the source.",
    UPSCALE="Enlarges the image of the source.",
    REFERENCE="Uses the image of the source as a reference.",
)


@strawberry.input(description="A task that this one is derived from.")
class TaskSourceInput:
    task_id: strawberry.ID
    relation: TaskRelation
    image_index: int | None = strawberry.field(
        default=None,
        description="The index in `images` of the image used, from 0; no particular image if omitted.",
    )


__all__ = ["TaskRelation", "TaskSourceInput"]
