"""The lines of an export as an import expects them, with the fields that `server/exports/` writes."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar
from uuid import UUID

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    create_model,
    model_validator,
)
from pydantic.alias_generators import to_camel
from sqlalchemy import ColumnElement, Enum, String

from models.lineage.task_derivation import TaskRelation
from models.tasks.task import MAX_IMAGES, Storable, TaskStatus, TaskType
from models.tasks.task_conditions import AtMost100, TaskConditions
from models.tasks.task_list import OrderDirection, TaskOrderField
from models.tasks.task_row import EXPORTED, RULES
from models.tasks.task_statements import ENDED
from models.tasks.task_table import COLUMNS
from models.views.view_record import MAX_VIEWS
from resolvers.arguments import matching
from resolvers.boards.board_inputs import Description, Name
from resolvers.exact_json import Metadata, Parameters
from resolvers.images.image_inputs import SHA256, ContentType
from resolvers.lineage.record_sources import MAX_SOURCES
from resolvers.tasks.task_inputs import Cost, FailureCode
from resolvers.views.saved_views import within_limit, written
from schema.types.scalars import parse_datetime, parse_decimal

EnumT = TypeVar("EnumT", bound=StrEnum)
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(hours=1)
"""The most by which the clock of the server that wrote the file may be ahead."""
LATEST_DEADLINE = timedelta(days=31)
MAX_BOARDS = 1_000
"""Boards of a task: as many as a user may be a member of."""


def not_later(than: timedelta) -> AfterValidator:
    """Return a validator that rejects instants before 1970, or later than this after now."""

    def check(instant: datetime) -> datetime:
        latest = datetime.now(UTC) + than
        if not FIRST <= instant <= latest:
            raise ValueError(f"must be between {FIRST:%Y} and {latest:%Y-%m-%d %H:%M} UTC")
        return instant

    return AfterValidator(check)


def named(enum: type[EnumT]) -> BeforeValidator:
    """Return a validator that converts a member's name to the member."""

    def member(name: object) -> EnumT:
        if not isinstance(name, str) or name not in enum.__members__:
            raise ValueError(f"must be one of {', '.join(enum.__members__)}")
        return enum[name]

    return BeforeValidator(member)


Count = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
Text = Annotated[str, Storable]
Digest = SHA256
ThumbHash = Annotated[str, StringConstraints(max_length=40), matching(r"[A-Za-z0-9+/]+=*", "a ThumbHash in base64")]
Instant = Annotated[datetime, BeforeValidator(parse_datetime), not_later(CLOCKS_DIFFER)]
Deadline = Annotated[datetime, BeforeValidator(parse_datetime), not_later(LATEST_DEADLINE)]


KINDS: dict[type, Any] = {
    UUID: UUID,
    int: Count,
    bool: Annotated[bool, Field(strict=True)],
    datetime: Instant,
    Decimal: Annotated[Cost, BeforeValidator(parse_decimal)],
    object: Parameters,  # of JSON
}
"""The type of a field, by the Python type of its column."""


def is_address(url: str | None) -> bool:
    """Return whether it is the address of an image outside our storage."""
    return url is not None and re.fullmatch(r"https?://\S+", url) is not None


class ImportedRecord(BaseModel):
    """An object of an export. An unknown field is rejected, since it would be lost."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)


class ImportedImage(ImportedRecord):
    """
    An image in a file of the archive, or at an address. If its bytes are missing, its description in the export is
    imported.
    """

    file: Text | None = None
    url: Text | None = None
    expires_at: Text | None = None
    content_type: ContentType | None = None
    width: Count | None = None
    height: Count | None = None
    size: Count | None = None
    sha256: Digest | None = None
    thumb_hash: ThumbHash | None = None

    @model_validator(mode="after")
    def is_somewhere(self) -> Self:
        if (self.file is None) == (self.url is None):
            raise ValueError("must have either `file` or `url`")
        return self


class ImportedSource(ImportedRecord):
    task_id: UUID
    relation: Annotated[TaskRelation, named(TaskRelation)]
    image_index: Annotated[int, Field(strict=True, ge=0, lt=MAX_IMAGES)] | None = None


class ImportedBoard(ImportedRecord):
    """A board of a task. The first task with the board determines its name."""

    id: UUID
    name: Name
    description: Description = ""
    added_at: Instant
    is_cover: Annotated[bool, Field(strict=True)] = False


def field_of(name: str) -> tuple[Any, Any]:
    """Return the type and the default of a column's field."""
    column, default = COLUMNS[name], RULES[name].default
    is_required = default is None or isinstance(default, ColumnElement)  # PostgreSQL computes an expression
    match column.type:
        case Enum() as enum:
            members: Any = enum.enum_class
            kind: Any = Annotated[members, named(members)]
        case String(length=length):
            kind = Annotated[str, StringConstraints(max_length=length), Storable]
        case other:
            kind = KINDS[other.python_type]
    return (kind | None, None) if column.nullable else (kind, ... if is_required else default)


FIELDS: Any = {name: field_of(name) for name in EXPORTED}
OfColumns: Any = create_model("OfColumns", __base__=ImportedRecord, **FIELDS)


class ImportedTask(OfColumns, ImportedRecord):
    """
    A task. An omitted field has the database's default. `result_count` follows from the images, and `credits_held` are
    held by the server that wrote the file, so neither is imported. A column is listed here if it is read by name, or
    accepts only some values of its type.
    """

    id: UUID
    user_id: UUID
    status: Annotated[TaskStatus, named(TaskStatus)]
    tokens_used: Count = 0
    created_at: Instant
    updated_at: Instant | None = None
    completed_at: Instant | None = None
    image_count: Annotated[int, Field(strict=True, ge=1, le=MAX_IMAGES)] = 1
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=200), Storable] | None = None
    metadata: Metadata | None = None
    input_tokens: Count | None = None
    output_tokens: Count | None = None
    failure_code: FailureCode | None = None
    deadline: Deadline | None = None
    trashed_at: Instant | None = None
    rating: Annotated[int, Field(strict=True, ge=1, le=5)] | None = None
    is_starred: Annotated[bool, Field(strict=True)] = False
    credits_held: Count = 0
    result_count: Count | None = None
    original_image: ImportedImage | None = None
    images: Annotated[list[ImportedImage], Field(max_length=MAX_IMAGES)] = []
    sources: Annotated[list[ImportedSource], Field(max_length=MAX_SOURCES)] = []
    boards: Annotated[list[ImportedBoard], Field(max_length=MAX_BOARDS)] = []

    @model_validator(mode="after")
    def agrees_with_itself(self) -> Self:
        for wrong, expected in (
            (self.status in ENDED and self.completed_at is None, "`completedAt` must be the time when it ended"),
            (self.trashed_at and self.status not in ENDED, "`trashedAt` must be null until a task has ended"),
            (self.rating and self.status != TaskStatus.COMPLETED, "`rating` must be null unless a task is completed"),
            (self.failure_code and self.status != TaskStatus.FAILED, "`failureCode` must be null unless a task failed"),
            (
                (self.input_tokens or 0) + (self.output_tokens or 0) > self.tokens_used,
                "`tokensUsed` must be at least `inputTokens` and `outputTokens` together",
            ),
            (self.result_count not in (None, len(self.images)), "`resultCount` must be the number of `images`"),
            (any(source.task_id == self.id for source in self.sources), "`sources` must be other tasks"),
        ):
            if wrong:
                raise ValueError(expected)
        return self

    @property
    def columns(self) -> dict[str, object]:
        """The task's boards, and its row without images, with JSON columns as text."""
        columns = self.model_dump(include={*EXPORTED, "boards"} - {"user_id"})
        updated_at = self.updated_at or self.completed_at or self.created_at
        return columns | {"updated_at": updated_at, "starred_at": updated_at if self.is_starred else None}


class ImportedConditions(TaskConditions):
    model_config = ImportedRecord.model_config

    status: Annotated[list[Annotated[TaskStatus, named(TaskStatus)]], AtMost100] | None = None
    task_type: Annotated[list[Annotated[TaskType, named(TaskType)]], AtMost100] | None = None


class ImportedOrder(ImportedRecord):
    field: Annotated[TaskOrderField, named(TaskOrderField)]
    direction: Annotated[OrderDirection, named(OrderDirection)]


class ImportedView(ImportedRecord):
    id: UUID
    user_id: UUID
    name: Name
    where: Annotated[ImportedConditions, AfterValidator(within_limit)]
    order_by: ImportedOrder
    created_at: Instant

    @property
    def columns(self) -> dict[str, object]:
        """The view's row, without its user and position."""
        order = {"order_field": self.order_by.field, "order_direction": self.order_by.direction}
        conditions = orjson.Fragment(written(self.where))
        return {"id": self.id, "name": self.name, "conditions": conditions, "created_at": self.created_at, **order}


class ImportSummary(ImportedRecord):
    """The last line of an export. The currency of its costs is optional."""

    tasks: Count
    exported_at: Instant
    currency: Text | None = None
    saved_views: Annotated[list[ImportedView], Field(max_length=MAX_VIEWS)] = []


class LastLine(ImportedRecord):
    summary: ImportSummary
