"""Enums of a task. Those of the models are the same classes here: rows hold the strings that their members equal."""

from enum import StrEnum

from models.tasks.task import TaskStatus, TaskType
from models.tasks.task_changes import TaskEventKind
from models.tasks.task_list import OrderDirection, TaskOrderField
from schema.described_enum import described_enum


class CountPrecision(StrEnum):
    EXACT = "EXACT"
    AT_LEAST = "AT_LEAST"


described_enum(
    TaskType,
    "What kind of work a task is.",
    IMAGE_GENERATION="From a prompt alone.",
    IMAGE_EDIT="Changing an image.",
    TEMPLATE_GENERATION="From a template.",
)
described_enum(
    TaskStatus,
    "How far a task has come. `COMPLETED` and `FAILED` are final.",
    PENDING="Recorded; nothing has begun.",
    PROCESSING="Being generated.",
    COMPLETED="Ended with an image.",
    FAILED="Ended without one; `errorMessage` says why.",
)
described_enum(TaskOrderField, "What tasks are ordered by; those without a value come last.")
described_enum(OrderDirection, "Which way.")
described_enum(TaskEventKind, "What happened to it.")
described_enum(CountPrecision, "Whether a count is exact.")

__all__ = ["CountPrecision", "OrderDirection", "TaskEventKind", "TaskOrderField", "TaskStatus", "TaskType"]
