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
    "The kind of work that a task is.",
    IMAGE_GENERATION="An image is made from a prompt alone.",
    IMAGE_EDIT="An image is changed.",
    TEMPLATE_GENERATION="An image is made from a template.",
)
described_enum(
    TaskStatus,
    "How far a task has come. `COMPLETED`, `FAILED` and `CANCELED` are final.",
    PENDING="The task is recorded; generation has not begun.",
    PROCESSING="The image is being generated.",
    COMPLETED="The task ended with an image.",
    FAILED="The task ended without an image; `errorMessage` says why.",
    CANCELED="Given up before it was completed, by the user or the product; neither a success nor a failure.",
)
described_enum(TaskOrderField, "The field that tasks are ordered by; tasks without a value come last.")
described_enum(
    OrderDirection, "The direction of an order.", ASC="Smallest or oldest first.", DESC="Largest or newest first."
)
described_enum(TaskEventKind, "What happened to a task.")
described_enum(
    CountPrecision,
    "Whether a count is exact.",
    EXACT="There are as many as `value` says.",
    AT_LEAST="There are more than `value` says: counting stopped there.",
)

__all__ = ["CountPrecision", "OrderDirection", "TaskEventKind", "TaskOrderField", "TaskStatus", "TaskType"]
