from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import SQLModel

import models.lineage.task_derivation  # noqa: F401 - its table
from models.keyset_list import KeysetList, OrderedRows
from models.tasks.task_row import TaskRow
from models.tasks.task_table import COLUMNS

SOURCE = SQLModel.metadata.tables["task_record.task_sources"].c
KEYSET = (SOURCE["created_at"], SOURCE["task_id"])
DERIVED = OrderedRows(
    "derived_tasks",
    # A task that names the same source twice has two neighbouring entries in the index by source, which this makes one.
    select(*COLUMNS)
    .ext(distinct_on(*KEYSET))
    .where(
        SOURCE["source_id"] == bindparam("source_id"),
        SOURCE["task_id"] == COLUMNS["id"],
        COLUMNS["deleted_at"].is_(None),
        COLUMNS["trashed_at"].is_(None),
    ),
    TaskRow,
    KEYSET,
    is_ascending=True,
    count_name="count_derived_tasks",
)


def derived_tasks(source_id: UUID) -> KeysetList[TaskRow]:
    """The tasks that were made from one task, the oldest first."""
    return KeysetList(DERIVED, "derived", {"source_id": source_id})
