import strawberry

from models.lineage.task_derivation import TaskRelation
from schema.types.described_enum import described_enum

described_enum(
    TaskRelation,
    "How a task was derived from its source.",
    RETRY="Retries it, usually because it failed.",
    VARIATION="Generates again, for another result.",
    EDIT="Edits its image.",
    UPSCALE="Enlarges its image.",
    REFERENCE="Uses its image as a reference.",
)


@strawberry.input(description="A task that this one is derived from.")
class TaskSourceInput:
    task_id: strawberry.ID
    relation: TaskRelation
    image_index: int | None = strawberry.field(
        default=None, description="The index in `images` of the image used, from 0, if it was a particular one."
    )


__all__ = ["TaskRelation", "TaskSourceInput"]
