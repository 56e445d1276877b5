"""The statements that rate and star tasks. With a `user_id` of None, only row-level security restricts whose tasks."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import SmallInteger, bindparam, func, literal_column, update

from models.statement import BoundStatement, Statement
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import by_id
from models.tasks.task_table import COLUMNS, TASK_TABLE


def rate(task_id: UUID, user_id: UUID | None, rating: int | None) -> BoundStatement[TaskRow]:
    """
    Give a completed task a rating, or remove it (None), and return the task's row. Returns no row, and changes nothing,
    when the task already has this rating or is not completed.
    """
    return rate_statement(user_id is not None).bind(id=task_id, user_id=user_id, rating=rating)


@lru_cache
def rate_statement(own: bool) -> Statement[TaskRow]:
    rating = bindparam("rating", type_=SmallInteger)
    rateable = (
        COLUMNS["status"] == literal_column("'completed'"),
        COLUMNS["rating"].is_distinct_from(rating),
    )
    rated = update(TASK_TABLE).where(*by_id(True, own), *rateable).values(rating=rating).returning(TASK_TABLE)
    return Statement("rate_task", rated, TaskRow)


def star(ids: Sequence[UUID], user_id: UUID | None, *, starred: bool) -> BoundStatement[TaskRow]:
    """Star the tasks, or remove their stars. Returns the tasks that this changes."""
    return star_statement(user_id is not None, starred).bind(ids=ids, user_id=user_id)


@lru_cache
def star_statement(own: bool, starred: bool) -> Statement[TaskRow]:
    at = COLUMNS["starred_at"]
    changed = update(TASK_TABLE).where(*by_id(False, own), at.is_(None) if starred else at.is_not(None))
    return Statement(
        "star_tasks", changed.values(starred_at=func.now() if starred else None).returning(TASK_TABLE), TaskRow
    )
