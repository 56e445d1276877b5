"""What the columns of tasks may hold, and what is so of them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import ColumnElement, Enum
from sqlalchemy.types import TypeEngine

import models.metadata  # noqa: F401 - its naming convention, before there are tables


class TaskType(StrEnum):
    IMAGE_GENERATION = "image_generation"
    IMAGE_EDIT = "image_edit"
    TEMPLATE_GENERATION = "template_generation"


class TaskStatus(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"


def one_of(enum: type[StrEnum], length: int) -> Enum:
    """The column type of the enum's values: VARCHAR(length). A CHECK of the table keeps other values out."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


def values(enum: type[StrEnum]) -> str:
    """Write the enum's values as SQL literals, separated by commas."""
    return ", ".join(f"'{member.value}'" for member in enum)


MAX_IMAGES = 16
"""The most images that a task may ask for, and end with."""
MAX_PARAMETERS, MAX_METADATA = 16_384, 4_096
"""Bytes of a task's `parameters` and `metadata`, as JSON."""
MAX_LEVELS = 10
"""Levels of objects and lists within each other, in either, the whole counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnRules:
    """
    What is so of a column, beside what its docstring says; its annotation says whether it may be null. In SQL, `{}`
    stands for its name.
    """

    type: TypeEngine[Any] | None = None
    """Its type in PostgreSQL; None: the usual one for its annotation."""
    default: object = None
    """The value, or the expression of SQL, that PostgreSQL gives it in a new row."""
    on_update: ColumnElement[Any] | None = None
    """What it becomes in each statement that changes the row."""
    check: str | None = None
    """The condition of the CHECK constraint of its name; an enum's follows from its type."""

    given: Literal["recording", "end"] | None = None
    """When a caller first gives its value; None: the server sets it, or a mutation that does nothing else."""
    rare: bool = False
    """Whether many products never give it: a statement has such columns when one of them is given."""
    merged: bool = False
    """Whether the members of a new value, which is a JSON object, are added to those that it has."""

    refused: str | None = None
    """The condition in which SQL of the user's own, past the server, may neither record it as `NEW` nor change it."""
    refused_change: str | None = None
    """The condition in which it may not change it from `OLD` to `NEW`, where that is another."""
    final: bool = False
    """Whether it may not change it once the task has ended."""

    seen: bool = False
    """Whether members of a board that the task is on see it."""
    part: Literal["prompt", "images", "task"] | None = None
    """
    With what it is removed: the prompt or the images, because of their age or with the task; or only with the task.
    None: it stays, for the statistics.
    """
    exported: bool = True
    """Whether exports have it under its name in the API, in the order of the columns, and imports take it from them."""
