"""The statements on the trash, where ended tasks wait for their deletion, by the tasks' ids."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import bindparam, func, literal_column, select, update

from models.keyset_list import KeysetList, OrderedRows
from models.statement import BoundStatement, Statement
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import ENDED, ERASED, by_id
from models.tasks.task_table import COLUMNS, TASK_TABLE

EMPTY_BATCH = 1_000
"""Tasks that are deleted from the trash in one transaction."""
OWN = [COLUMNS["user_id"] == bindparam("user_id"), COLUMNS["trashed_at"].is_not(None)]


def put_into_trash(ids: Sequence[UUID], user_id: UUID | None) -> BoundStatement[TaskRow]:
    """
    Move the ended tasks among these into the trash. Returns a row with `id` and `user_id` of each, including those that
    were already there. With a `user_id` of None, here and below, only row-level security restricts whose tasks.
    """
    return put_statement(user_id is not None).bind(ids=ids, user_id=user_id)


@lru_cache
def put_statement(own: bool) -> Statement[TaskRow]:
    ended = COLUMNS["status"].in_([literal_column(f"'{status}'") for status in ENDED])
    since = func.coalesce(COLUMNS["trashed_at"], func.now())
    put = (
        update(TASK_TABLE)
        .where(*by_id(False, own), ended)
        .values(trashed_at=since)
        .returning(COLUMNS["id"], COLUMNS["user_id"])
    )
    return Statement("trash_tasks", put, TaskRow)


def take_out_of_trash(ids: Sequence[UUID], user_id: UUID | None) -> BoundStatement[TaskRow]:
    """Restore the tasks from the trash. Returns a row with the `id` of each that was there."""
    return take_statement(user_id is not None).bind(ids=ids, user_id=user_id)


@lru_cache
def take_statement(own: bool) -> Statement[TaskRow]:
    there = COLUMNS["trashed_at"].is_not(None)
    taken = update(TASK_TABLE).where(*by_id(False, own), there).values(trashed_at=None).returning(COLUMNS["id"])
    return Statement("restore_tasks", taken, TaskRow)


OLDEST = select(COLUMNS["id"]).where(*OWN).order_by(COLUMNS["trashed_at"]).limit(literal_column(str(EMPTY_BATCH)))
EMPTY = Statement(
    "empty_trash",
    update(TASK_TABLE).where(COLUMNS["id"].in_(OLDEST.with_for_update())).values(ERASED).returning(COLUMNS["id"]),
    TaskRow,
)
"""Deletes up to EMPTY_BATCH of the tasks in the user's trash. Returns a row with the `id` of each."""
TRASH = OrderedRows(
    "trash",
    select(*COLUMNS).where(*OWN),
    TaskRow,
    (COLUMNS["trashed_at"], COLUMNS["id"]),
    ("trashed_at", "id"),
    is_ascending=False,
    count_name="count_trash",
)


def trash_of(user_id: UUID) -> KeysetList[TaskRow]:
    """The tasks in the user's trash, last trashed first."""
    return KeysetList(TRASH, "trash", {"user_id": user_id})
