"""The latest failures of all users' tasks, in groups, read as `service_role`, which sees all users' rows."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from models.statement import Statement

RECENT = 10_000
"""How many of the latest failed tasks are grouped: the cost does not grow with the number of tasks."""
GROUPS = 50
"""The most groups that are returned, largest first."""


USERS = 10
"""The most users who are named in a group, those with the most failures first."""


class FailuresOfUser(NamedTuple):
    user_id: UUID
    tasks: int


class FailureRow(NamedTuple):
    """Tasks with the same failure code, message and model; `task_id`, of `user_id`, is the last one."""

    failure_code: str | None
    error_message: str | None
    model_version: str | None
    tasks: int
    users: int
    last_failed_at: datetime
    task_id: UUID
    user_id: UUID
    user_ids: list[UUID]
    """At most USERS, those with the most failures first."""
    user_tasks: list[int]
    """The number of tasks of each of these users."""

    @property
    def failing_users(self) -> list[FailuresOfUser]:
        return list(map(FailuresOfUser, self.user_ids, self.user_tasks))


FAILURES = Statement(
    "recent_failures",
    """
WITH recent AS (
  SELECT id, user_id, failure_code, error_message, model_version, completed_at FROM public.user_task_history
  WHERE status = 'failed' AND deleted_at IS NULL AND trashed_at IS NULL ORDER BY completed_at DESC LIMIT :recent
), of_user AS (
  SELECT failure_code, error_message, model_version, user_id, count(*) AS tasks, max(completed_at) AS last_failed_at,
    (array_agg(id ORDER BY completed_at DESC, id))[1] AS task_id
  FROM recent GROUP BY failure_code, error_message, model_version, user_id
)
SELECT failure_code, error_message, model_version, CAST(sum(tasks) AS bigint) AS tasks, count(*) AS users,
  max(last_failed_at) AS last_failed_at,
  (array_agg(task_id ORDER BY last_failed_at DESC, task_id))[1] AS task_id,
  (array_agg(user_id ORDER BY last_failed_at DESC, task_id))[1] AS user_id,
  (array_agg(user_id ORDER BY tasks DESC, user_id))[1:CAST(:users AS integer)] AS user_ids,
  (array_agg(tasks ORDER BY tasks DESC, user_id))[1:CAST(:users AS integer)] AS user_tasks
FROM of_user GROUP BY failure_code, error_message, model_version
ORDER BY tasks DESC, last_failed_at DESC LIMIT :groups
""",
    FailureRow,
    recent=RECENT,
    groups=GROUPS,
    users=USERS,
).bind()


def add_failures(rows: list[FailureRow]) -> list[FailureRow]:
    """Add up groups that were found in parts; each part has only its GROUPS largest."""
    groups: dict[tuple[str | None, ...], FailureRow] = {}
    for row in rows:
        key = (row.failure_code, row.error_message, row.model_version)
        if same := groups.get(key):
            last = max(row, same, key=lambda one: one.last_failed_at)
            row = last._replace(tasks=row.tasks + same.tasks, users=row.users + same.users, **most_often(row, same))
        groups[key] = row
    return sorted(groups.values(), key=lambda one: (one.tasks, one.last_failed_at), reverse=True)[:GROUPS]


def most_often(*rows: FailureRow) -> dict[str, Any]:
    """The users with the most failures; each user is in one of the rows."""
    users = sorted((user for row in rows for user in row.failing_users), key=lambda user: (-user.tasks, user.user_id))
    return {"user_ids": [user.user_id for user in users[:USERS]], "user_tasks": [user.tasks for user in users[:USERS]]}
