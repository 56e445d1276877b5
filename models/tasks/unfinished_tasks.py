from datetime import datetime

from sqlalchemy import bindparam, select, text
from sqlmodel import SQLModel

from models.keyset_list import KeysetList, OrderedRows
from models.tasks.task_row import TaskRow

COLUMNS = SQLModel.metadata.tables["user_task_history"].c
UNFINISHED = OrderedRows(
    "unfinished_tasks",
    select(*COLUMNS).where(
        # As the index has it: with a parameter, PostgreSQL would not know that it holds all of them.
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
