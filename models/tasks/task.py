"""The values of tasks' columns, and the rules that a column can have."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from pydantic import AfterValidator
from sqlalchemy import ColumnElement, Enum
from sqlalchemy.types import TypeEngine


def storable(text: str) -> str:
    """Return the text unchanged. Raises ValueError for a character that UTF-8 or PostgreSQL cannot store."""
    if "\0" in text:
        raise ValueError("must not contain the NUL character (U+0000), which PostgreSQL cannot store")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must be Unicode text, without half of a surrogate pair (U+D800 to U+DFFF)") from None
    return text


Storable = AfterValidator(storable)
"""Makes a field of a Pydantic model reject text that cannot be stored."""


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
    """The column type of the enum's values: VARCHAR(length). A CHECK of the table rejects other values."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


def values(enum: type[StrEnum]) -> str:
    """The enum's values as SQL literals, separated by commas."""
    return ", ".join(f"'{member.value}'" for member in enum)


MAX_IMAGES = 16
"""The most images that a task may request, and end with."""
MAX_PARAMETERS, MAX_METADATA = 16_384, 4_096
"""Bytes of a task's `parameters` and `metadata`, as JSON."""
MAX_LEVELS = 10
"""Levels of nested objects and lists in either, including the outermost."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnRules:
    """The rules of a column, in addition to its annotation and docstring. In SQL, `{}` stands for its name."""

    type: TypeEngine[Any] | None = None
    """Its type in PostgreSQL; None: the usual type for its annotation."""
    default: object = None
    """The value, or the SQL expression, that PostgreSQL gives it in a new row."""
    on_update: ColumnElement[Any] | None = None
    """Its new value in each statement that changes the row."""
    check: str | None = None
    """The condition of the CHECK constraint of its name; an enum's follows from its type."""

    given: Literal["recording", "end"] | None = None
    """When a caller first sets it; None: the server, or a mutation of its own, sets it."""
    rare: bool = False
    """Whether many products never set it. A statement includes such columns only when one of them is set."""
    merged: bool = False
    """Whether a new value, a JSON object, is merged into the old one."""

    refused: str | None = None
    """
    The condition in which a user's own SQL, which bypasses the server, may neither record it as `NEW` nor change it.
    """
    refused_change: str | None = None
    """The condition in which such SQL may not change it from `OLD` to another `NEW`."""
    final: bool = False
    """Whether such SQL may not change it once the task has ended."""

    seen: bool = False
    """Whether members of a board see it on the board's tasks."""
    part: Literal["prompt", "images", "task"] | None = None
    """What it is removed with: the prompt or the images, by age or with the task; or the task. None: it stays."""
    exported: bool = True
    """Whether exports contain it under its API name, in the order of the columns, and imports read it."""
