"""
The tasks that have not ended: their list, and the statements by which the worker fails overdue ones as `service_role`.
"""

from datetime import datetime

from sqlalchemy import bindparam, select, text

from models.keyset_list import KeysetList, OrderedRows
from models.statement import IdRow, Statement, UserRow
from models.tasks.task_row import TaskRow
from models.tasks.task_table import COLUMNS

UNFINISHED = OrderedRows(
    "unfinished_tasks",
    select(*COLUMNS).where(
        # As in the index: with a parameter, PostgreSQL would not use it.
        text("status IN ('pending', 'processing')"),
        COLUMNS["deleted_at"].is_(None),
        COLUMNS["created_at"] < bindparam("created_before"),
    ),
    TaskRow,
    (COLUMNS["created_at"], COLUMNS["id"]),
    is_ascending=True,
    count_name="count_unfinished_tasks",
)


def unfinished_tasks(created_before: datetime) -> KeysetList[TaskRow]:
    """The tasks of all users that have not ended and were created before the time, oldest first."""
    return KeysetList(UNFINISHED, "unfinished", {"created_before": created_before})


FAIL_BATCH = 1_000
"""The most users that are found, and tasks of one user that fail in one transaction."""
OVERDUE = "status IN ('pending', 'processing') AND deadline <= now() AND deleted_at IS NULL"
USERS_OF_OVERDUE = Statement(
    "users_of_overdue_tasks",
    f"""
SELECT DISTINCT user_id FROM (
  SELECT user_id FROM user_task_history WHERE {OVERDUE} AND user_id <> ALL (CAST(:without AS uuid[]))
  ORDER BY deadline LIMIT {FAIL_BATCH}
) AS overdue""",  # noqa: S608 - of constants
    UserRow,
)
"""The users of the FAIL_BATCH tasks that are overdue longest, without tasks of users `without`."""
FAIL_OVERDUE = Statement(
    "fail_overdue_tasks",
    f"""
UPDATE user_task_history AS task SET status = 'failed', failure_code = 'deadline', completed_at = now(),
  updated_at = now(), error_message = 'It did not end in time.'
FROM (
  SELECT id FROM user_task_history WHERE user_id = :user_id AND {OVERDUE} LIMIT {FAIL_BATCH}
  FOR NO KEY UPDATE SKIP LOCKED
) AS overdue WHERE task.id = overdue.id RETURNING task.id""",  # noqa: S608
    IdRow,
)
"""Fails up to FAIL_BATCH overdue tasks of a user, except those that others are changing, and returns their ids."""
