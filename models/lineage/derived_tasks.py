from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, text

from models.cursor import Cursor
from models.statement import BoundStatement, Statement
from models.tasks.task_list import TaskCount, names_of
from models.tasks.task_row import TaskRow


@dataclass(frozen=True, slots=True)
class DerivedTasks:
    """The tasks that were made from one task, the oldest first; a `Listing`."""

    source_id: UUID
    cursor_kind = "derived"

    @property
    def is_ascending(self) -> bool:
        return True

    def decode(self, cursor: str) -> Cursor:
        return Cursor.decode(cursor, self.cursor_kind, datetime)

    def cursor(self, row: TaskRow) -> Cursor:
        return Cursor(row.created_at, row.id)

    def page(
        self, start: Cursor | None, limit: int, columns: Set[str] | None = None, *, backwards: bool
    ) -> BoundStatement[TaskRow]:
        names = names_of(columns, {"id", "created_at"})
        position = {"start_value": start.value, "start_id": start.id} if start else {}
        return page_statement(names, limit, start is not None, backwards).bind(source_id=self.source_id, **position)

    def count(self, up_to: int) -> BoundStatement[TaskCount]:
        """Count the tasks. The cost is bounded: counting stops at one more than `up_to`."""
        return count_statement(up_to).bind(source_id=self.source_id)


SOURCE_ID = bindparam("source_id", type_=Uuid)
DERIVED = """
FROM task_record.task_sources AS source JOIN user_task_history AS task ON task.id = source.task_id
WHERE source.source_id = :source_id AND task.deleted_at IS NULL
"""
COUNT = "SELECT count(*) AS tasks FROM (SELECT DISTINCT source.task_id {derived} LIMIT {limit}) AS counted"
KEYSET = "(source.created_at, source.task_id)"


@lru_cache(maxsize=128)
def page_statement(columns: tuple[str, ...], limit: int, is_from: bool, backwards: bool) -> Statement[TaskRow]:
    """
    The statement of a page, which reads along the index by source. A task that names the same source twice has two
    neighbouring entries there, which `DISTINCT ON` makes one.
    """
    beyond = f"AND {KEYSET} {'<' if backwards else '>'} (:start_value, :start_id)" if is_from else ""
    direction = "DESC" if backwards else "ASC"
    statement = text(f"""
SELECT DISTINCT ON (source.created_at, source.task_id) {", ".join(f"task.{name}" for name in columns)}
{DERIVED} {beyond} ORDER BY source.created_at {direction}, source.task_id {direction} LIMIT {limit}
""").bindparams(SOURCE_ID)
    if is_from:
        start = (bindparam("start_value", type_=DateTime(timezone=True)), bindparam("start_id", type_=Uuid))
        statement = statement.bindparams(*start)
    return Statement("derived_tasks", statement, TaskRow)


@lru_cache
def count_statement(up_to: int) -> Statement[TaskCount]:
    return Statement(
        "count_derived_tasks", text(COUNT.format(derived=DERIVED, limit=up_to + 1)).bindparams(SOURCE_ID), TaskCount
    )
