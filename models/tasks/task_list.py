from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Uuid, and_, bindparam, func, literal, literal_column, or_, select, tuple_
from sqlmodel import SQLModel, col

from models.cursor import Cursor
from models.statement import BoundStatement, Statement
from models.tasks.task import Task
from models.tasks.task_conditions import CONDITIONS, TaskConditions
from models.tasks.task_row import TaskRow

COLUMNS = SQLModel.metadata.tables["user_task_history"].c
NAMES = tuple(COLUMNS.keys())
OWN = "user_id"
"""The name of the condition that tasks are those of one user, beside the names of CONDITIONS."""
FIRST_ID, LAST_ID = UUID(int=0), UUID(int=2**128 - 1)


class TaskOrderField(StrEnum):
    CREATED_AT = "created_at"
    GENERATION_TIME_MS = "generation_time_ms"
    TOKENS_USED = "tokens_used"
    CREDITS_DEDUCTED = "credits_deducted"

    @property
    def value_type(self) -> type[datetime] | type[int]:
        return datetime if self is TaskOrderField.CREATED_AT else int


class OrderDirection(StrEnum):
    ASC = "asc"
    DESC = "desc"


@dataclass(frozen=True, slots=True)
class TaskOrdering:
    field: TaskOrderField = TaskOrderField.CREATED_AT
    direction: OrderDirection = OrderDirection.DESC


class TaskCount(NamedTuple):
    tasks: int


@dataclass(frozen=True, slots=True)
class TaskList:
    """
    The tasks of a user (None: of all users) that meet the conditions, in an order. Tasks with equal values in it are
    ordered by their ids.
    """

    user_id: UUID | None
    where: TaskConditions
    order: TaskOrdering

    @property
    def cursor_kind(self) -> str:
        """The kind of this list's cursors, so that a list of another order or other filter fields refuses them."""
        return " ".join([self.order.field, self.order.direction, *self.where.fields])

    @property
    def is_ascending(self) -> bool:
        return self.order.direction is OrderDirection.ASC

    def decode(self, cursor: str) -> Cursor:
        """Return the cursor. InvalidCursor when it was not made for a list of this kind."""
        return Cursor.decode(cursor, self.cursor_kind, self.order.field.value_type)

    def cursor(self, row: TaskRow) -> Cursor:
        """The position of a row, which needs the column of the order, and `id`."""
        return Cursor(getattr(row, self.order.field), row.id)

    def position_at(self, instant: datetime) -> Cursor:
        """The position just before the tasks created at the instant, in a list ordered by `created_at`."""
        return Cursor(instant, FIRST_ID if self.order.direction is OrderDirection.ASC else LAST_ID)

    def page(
        self, start: Cursor | None, limit: int, columns: Set[str] | None = None, *, backwards: bool
    ) -> BoundStatement[TaskRow]:
        """
        Select up to `limit` rows from `start` (excluded) on, in the list's order or `backwards`, nearest first. They
        have those of `columns` that a task has, and those that a cursor is made of; all columns when None.
        """
        traversal = self.traversal(start, backwards=backwards)
        names = names_of(columns, {"id", self.order.field})
        return page_statement(names, limit, self.conditions, traversal).bind(**self.values(start))

    def count(self, up_to: int, start: Cursor | None = None, *, backwards: bool = False) -> BoundStatement[TaskCount]:
        """Count the tasks from `start` (excluded) on. The cost is bounded: counting stops at one more than `up_to`."""
        traversal = self.traversal(start, backwards=backwards) if start else None
        return count_statement(up_to, self.conditions, traversal).bind(**self.values(start))

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of the CONDITIONS that the tasks meet, and OWN for the tasks of one user."""
        return (*filter(CONDITIONS.__contains__, self.where.values), *(() if self.user_id is None else (OWN,)))

    def traversal(self, start: Cursor | None, *, backwards: bool) -> "Traversal":
        kind: StartKind | None = None if start is None else "null" if start.value is None else "value"
        return Traversal(self.order.field, self.is_ascending != backwards, backwards, kind)

    def values(self, start: Cursor | None) -> dict[str, object]:
        position = {"start_value": start.value, "start_id": start.id} if start else {}
        return {"user_id": self.user_id, **self.where.values, **position}


def names_of(columns: Set[str] | None, needed: Set[str]) -> tuple[str, ...]:
    """The task's columns among `columns` and `needed`, in the table's order; all of them when `columns` is None."""
    return NAMES if columns is None else tuple(name for name in NAMES if name in columns | needed)


StartKind = Literal["value", "null"]
"""Whether the row at the start has a value in the order's column."""


class Traversal(NamedTuple):
    """How a list is read: by which column, in which direction of its values, and from where."""

    order: TaskOrderField
    ascending: bool
    backwards: bool
    """Against the list's order."""
    start: StartKind | None
    """None: from the end of the list where the reading begins."""

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        if self.start is None:
            return []
        return [beyond(COLUMNS[self.order], COLUMNS["id"], self.start, self.ascending, self.backwards)]


@lru_cache(maxsize=512)
def page_statement(
    columns: tuple[str, ...], limit: int, filters: tuple[str, ...], traversal: Traversal
) -> Statement[TaskRow]:
    value, row_id = COLUMNS[traversal.order], COLUMNS["id"]
    by_value = value.asc() if traversal.ascending else value.desc()
    if value.nullable:  # for any other column, this would keep the index from being used
        by_value = by_value.nulls_first() if traversal.backwards else by_value.nulls_last()
    statement = (
        select(*(COLUMNS[name] for name in columns))
        .where(*conditions(filters), *traversal.conditions)
        .order_by(by_value, row_id.asc() if traversal.ascending else row_id.desc())
        .limit(literal_column(str(limit)))  # with a parameter, PostgreSQL would plan each run anew
    )
    return Statement("task_list", statement, TaskRow)


@lru_cache(maxsize=256)
def count_statement(up_to: int, filters: tuple[str, ...], traversal: Traversal | None) -> Statement[TaskCount]:
    matching = (
        select(literal(1))
        .select_from(Task)
        .where(*conditions(filters), *(traversal.conditions if traversal else ()))
        .limit(literal_column(str(up_to + 1)))
    )
    return Statement("count_tasks", select(func.count().label("tasks")).select_from(matching.subquery()), TaskCount)


def conditions(filters: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """The WHERE of tasks that are not deleted and meet these CONDITIONS; with OWN, of one user's tasks alone."""
    whose = {OWN: col(Task.user_id) == bindparam("user_id", type_=Uuid)}
    return [col(Task.deleted_at).is_(None), *((whose | CONDITIONS)[name] for name in filters)]


def beyond(
    value: Column[object], row_id: Column[object], start: StartKind, ascending: bool, backwards: bool
) -> ColumnElement[bool]:
    """
    The condition of rows past the start in the direction of reading. Rows without a value are last in the list,
    ascending or descending, and so come first when it is read backwards.
    """
    start_id = bindparam("start_id", type_=Uuid)
    if start == "null":
        same = and_(value.is_(None), row_id > start_id if ascending else row_id < start_id)
        return or_(value.is_not(None), same) if backwards else same
    here, there = tuple_(value, row_id), tuple_(bindparam("start_value", type_=value.type), start_id)
    further = here > there if ascending else here < there
    return further if backwards or not value.nullable else or_(further, value.is_(None))
