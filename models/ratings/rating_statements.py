"""The statement that rates a task. With a `user_id` of None, row-level security alone decides whose task."""

from functools import lru_cache
from uuid import UUID

from sqlalchemy import SmallInteger, bindparam, literal_column, update

from models.statement import BoundStatement, Statement
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import by_id
from models.tasks.task_table import COLUMNS, TASK_TABLE


def rate(task_id: UUID, user_id: UUID | None, rating: int | None) -> BoundStatement[TaskRow]:
    """
    Give a completed task the rating, None to take it back, and return its row. Nothing changes, and no row comes back,
    when the task has this rating already or is not completed.
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
