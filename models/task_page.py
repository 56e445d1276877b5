from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, and_, func, literal, or_, select, tuple_
from sqlmodel import SQLModel, col

from models.cursor import Cursor
from models.task import Task
from models.task_filter import TaskFilter

COUNT_UP_TO = 10_000
COLUMNS = SQLModel.metadata.tables["user_task_history"].c


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


@dataclass
class TaskOrder:
    field: TaskOrderField = TaskOrderField.CREATED_AT
    direction: OrderDirection = OrderDirection.DESC


@dataclass(frozen=True, slots=True)
class TaskList:
    """The tasks of a user that a filter lets through, in an order, with ids to settle ties."""

    user_id: UUID
    where: TaskFilter
    order: TaskOrder

    @property
    def cursor_kind(self) -> str:
        return " ".join([self.order.field, self.order.direction, *self.where.fields])

    def decode(self, cursor: str) -> Cursor:
        return Cursor.decode(cursor, self.cursor_kind, self.order.field.value_type)

    def cursor(self, row: Any) -> Cursor:
        return Cursor(getattr(row, self.order.field), row.id)

    def page(self, start: Cursor | None, limit: int, *, backwards: bool) -> Select[Task]:
        """Up to `limit` rows from `start` (excluded) on, nearest first, in the order or backwards."""
        ascending = (self.order.direction is OrderDirection.ASC) != backwards
        value, row_id = COLUMNS[self.order.field], COLUMNS["id"]
        by_value = value.asc() if ascending else value.desc()
        if value.nullable:  # said of any other column, it would keep the index from being used
            by_value = by_value.nulls_first() if backwards else by_value.nulls_last()
        statement = (
            select(Task)
            .where(*self.conditions())
            .order_by(by_value, row_id.asc() if ascending else row_id.desc())
            .limit(limit)
        )
        if start:
            statement = statement.where(beyond(value, row_id, start, ascending, backwards))
        return statement

    def count(self) -> Select[int]:
        """Cheap however many there are: it stops one past COUNT_UP_TO."""
        matching = select(literal(1)).select_from(Task).where(*self.conditions()).limit(COUNT_UP_TO + 1)
        return select(func.count()).select_from(matching.subquery())

    def conditions(self) -> list[ColumnElement[bool]]:
        return [col(Task.user_id) == self.user_id, col(Task.deleted_at).is_(None), *self.where.conditions()]


def beyond(
    value: Column[Any], row_id: Column[Any], start: Cursor, ascending: bool, backwards: bool
) -> ColumnElement[bool]:
    """Rows past `start` in the direction of travel. Those without a value come last, so first backwards."""
    if start.value is None:
        same = and_(value.is_(None), row_id > start.id if ascending else row_id < start.id)
        return or_(value.is_not(None), same) if backwards else same
    here, there = tuple_(value, row_id), tuple_(literal(start.value), literal(start.id))
    further = here > there if ascending else here < there
    return further if backwards or not value.nullable else or_(further, value.is_(None))
