"""The enums of tasks. Those of the models are used as they are, since rows hold strings that equal their members."""

from enum import StrEnum

from models.tasks.task import TaskStatus, TaskType
from models.tasks.task_changes import TaskEventKind
from models.tasks.task_list import OrderDirection, TaskOrderField
from schema.types.described_enum import described_enum


class CountPrecision(StrEnum):
    EXACT = "EXACT"
    AT_LEAST = "AT_LEAST"


described_enum(
    TaskType,
    "The type of a task.",
    IMAGE_GENERATION="Generates an image from a prompt.",
    IMAGE_EDIT="Edits an image.",
    TEMPLATE_GENERATION="Generates an image from a template.",
)
described_enum(
    TaskStatus,
    "The status of a task. `COMPLETED`, `FAILED` and `CANCELED` are final.",
    PENDING="Recorded; generation has not begun.",
    PROCESSING="The image is being generated.",
    COMPLETED="Ended with images.",
    FAILED="Ended without an image; `errorMessage` says why.",
    CANCELED="Ended early by the user or the product; neither a success nor a failure.",
)
described_enum(
    TaskOrderField,
    "The field to order tasks by. Tasks without a value come last.",
    CREATED_AT="When tasks were created.",
    GENERATION_TIME_MS="How long their generation took.",
    TOKENS_USED="How many tokens they used.",
    CREDITS_DEDUCTED="How many credits they cost.",
    UPDATED_AT="When they last changed.",
    COMPLETED_AT="When they ended.",
    COST="What the provider charged.",
)
described_enum(OrderDirection, "A sort direction.", ASC="Smallest or oldest first.", DESC="Largest or newest first.")
described_enum(
    TaskEventKind,
    "The kind of change to a task.",
    CREATED="The task was recorded or imported.",
    UPDATED="The task changed, or was restored from the trash.",
    DELETED="The task was deleted, removed because of its age, or moved to the trash.",
)
described_enum(
    CountPrecision,
    "Whether a count is exact.",
    EXACT="There are exactly `value`.",
    AT_LEAST="There are more than `value`; counting stopped there.",
)

__all__ = ["CountPrecision", "OrderDirection", "TaskEventKind", "TaskOrderField", "TaskStatus", "TaskType"]
