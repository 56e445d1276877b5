"""Finds the owner of a task among several databases, for a back end that names the task alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from models.placement.databases import Databases
from models.statement import Statement

MAX_KEPT = 20_000
"""Tasks whose owner is remembered; they take 5 MB."""


class OwnedTask(NamedTuple):
    id: UUID
    user_id: UUID
    created_at: datetime


OWNED = Statement(
    "owners_of_tasks",
    "SELECT id, user_id, created_at FROM user_task_history WHERE id = ANY (:ids)",
    OwnedTask,
)


async def find_owners(
    database: Databases, kept: dict[UUID, UUID], ids: Sequence[UUID], asked_by: UUID
) -> dict[UUID, UUID | None]:
    """
    Return the owners of these tasks, deleted ones included, by task; `asked_by` for a task that does not exist. Owners
    that are not in `kept` are asked for, of all databases at the same time, and are then kept there: they never change.

    If two users have a task of the same id, which happens only when they choose it, the older task counts, as it would
    in one database.
    """
    owners: dict[UUID, UUID | None] = {task_id: kept.get(task_id, asked_by) for task_id in ids}
    if unknown := [task_id for task_id in ids if task_id not in kept]:
        found = await database.rows_by_id(OWNED.bind(ids=unknown), asked_by, at_most=len(unknown))
        found.sort(key=lambda task: task.created_at, reverse=True)
        owned = {task.id: task.user_id for task in found}
        owners |= owned
        kept |= owned
    while len(kept) > MAX_KEPT:
        del kept[next(iter(kept))]
    return owners
