from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import func, update

from models.statement import BoundStatement, Statement
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import by_id
from models.tasks.task_table import COLUMNS, TASK_TABLE


def star(ids: Sequence[UUID], user_id: UUID | None, *, starred: bool) -> BoundStatement[TaskRow]:
    """
    Star the tasks, or take their stars away. Returns the tasks that this changes. With a `user_id` of None, row-level
    security alone decides whose tasks.
    """
    return star_statement(user_id is not None, starred).bind(ids=ids, user_id=user_id)


@lru_cache
def star_statement(own: bool, starred: bool) -> Statement[TaskRow]:
    at = COLUMNS["starred_at"]
    changed = update(TASK_TABLE).where(*by_id(False, own), at.is_(None) if starred else at.is_not(None))
    return Statement(
        "star_tasks", changed.values(starred_at=func.now() if starred else None).returning(TASK_TABLE), TaskRow
    )
