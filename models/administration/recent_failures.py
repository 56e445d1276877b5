"""The latest failures of all users' tasks, grouped, read as `service_role`, which sees the rows of every user."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from models.statement import Statement

RECENT = 10_000
"""How many of the tasks that failed last are grouped: so the cost does not grow with the number of tasks."""
GROUPS = 50
"""The most groups that are returned, the largest first."""


class FailureRow(NamedTuple):
    """
    Tasks that failed with the same message and model: how many, of how many users, and the last of them, by `task_id`
    and its `user_id`.
    """

    error_message: str | None
    model_version: str | None
    tasks: int
    users: int
    last_failed_at: datetime
    task_id: UUID
    user_id: UUID


FAILURES = Statement(
    "recent_failures",
    text("""
WITH recent AS (
  SELECT id, user_id, error_message, model_version, completed_at FROM public.user_task_history
  WHERE status = 'failed' AND deleted_at IS NULL AND trashed_at IS NULL ORDER BY completed_at DESC LIMIT :recent
)
SELECT error_message, model_version, count(*) AS tasks, count(DISTINCT user_id) AS users,
  max(completed_at) AS last_failed_at,
  (array_agg(id ORDER BY completed_at DESC, id))[1] AS task_id,
  (array_agg(user_id ORDER BY completed_at DESC, id))[1] AS user_id
FROM recent GROUP BY error_message, model_version ORDER BY tasks DESC, last_failed_at DESC LIMIT :groups
""").bindparams(recent=RECENT, groups=GROUPS),
    FailureRow,
).bind()


def add_failures(rows: list[FailureRow]) -> list[FailureRow]:
    """
    Add up groups that were found among different users' tasks. Of each of these, there are the GROUPS largest alone.
    """
    groups: dict[tuple[str | None, str | None], FailureRow] = {}
    for row in rows:
        key = (row.error_message, row.model_version)
        if same := groups.get(key):
            last = max(row, same, key=lambda one: one.last_failed_at)
            row = last._replace(tasks=row.tasks + same.tasks, users=row.users + same.users)
        groups[key] = row
    return sorted(groups.values(), key=lambda one: (one.tasks, one.last_failed_at), reverse=True)[:GROUPS]
