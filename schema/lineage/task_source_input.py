import strawberry

from models.lineage.task_derivation import TaskRelation
from schema.types.described_enum import described_enum

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


__all__ = ["TaskRelation", "TaskSourceInput"]
