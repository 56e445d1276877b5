"""Enums of the models as the API shows them. They are the same classes: rows hold their members."""

from enum import StrEnum
from typing import TypeVar

import strawberry

from models.statistics import StatisticsPeriod
from models.task import TaskStatus, TaskType
from models.task_events import TaskEventKind
from models.task_page import OrderDirection, TaskOrderField
from resolvers.exceptions import UserErrorCode
from resolvers.viewer import Role

Members = TypeVar("Members", bound=type[StrEnum])


def describe(enum: Members, description: str, **members: str) -> Members:
    strawberry.enum(enum, description=description)
    for value in enum.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = members.get(value.name)
    return enum


class ImageVariant(StrEnum):
    FULL = "FULL"
    THUMBNAIL = "THUMBNAIL"


class CountPrecision(StrEnum):
    EXACT = "EXACT"
    AT_LEAST = "AT_LEAST"


describe(
    TaskType,
    "What kind of work a task is.",
    IMAGE_GENERATION="From a prompt alone.",
    IMAGE_EDIT="Changing an image.",
    TEMPLATE_GENERATION="From a template.",
)
describe(
    TaskStatus,
    "How far a task has come. `COMPLETED` and `FAILED` are final.",
    PENDING="Recorded; nothing has begun.",
    PROCESSING="Being generated.",
    COMPLETED="Ended with an image.",
    FAILED="Ended without one; `errorMessage` says why.",
)
describe(TaskOrderField, "What tasks are ordered by; those without a value come last.")
describe(OrderDirection, "Which way.")
describe(TaskEventKind, "What happened to it.")
describe(
    StatisticsPeriod,
    "A span of days in the server's time zone.",
    WEEK="ISO week, Monday to Sunday.",
)
describe(
    Role,
    "What the caller may do.",
    SERVICE="A trusted back end: may act for the user that its input names, and on any task.",
)
describe(
    UserErrorCode,
    "Why a mutation was refused, for programs. More may come: treat an unknown one as `INVALID`.",
    INVALID="The value is not acceptable; the message says what is.",
    NOT_FOUND="There is no such task, or it is not the caller's.",
    CONFLICT="The task, or the id, is in a state that does not allow it, such as completing a failed task.",
    INVALID_IMAGE=(
        "Not an image of an accepted kind (JPEG, PNG, WebP, GIF, AVIF), broken, or refused by the malware scan."
    ),
    TOO_LARGE="Over the plan's size for one image.",
    PLAN_LIMIT="The plan does not include it.",
    QUOTA_EXCEEDED="The plan's monthly tasks or storage are used up.",
)
describe(ImageVariant, "A rendition of a stored image.", THUMBNAIL="At most 512 pixels a side, WebP.")
describe(CountPrecision, "Whether a count is exact.")

__all__ = [
    "CountPrecision",
    "ImageVariant",
    "OrderDirection",
    "Role",
    "StatisticsPeriod",
    "TaskEventKind",
    "TaskOrderField",
    "TaskStatus",
    "TaskType",
    "UserErrorCode",
]
