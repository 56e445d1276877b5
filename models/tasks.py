"""The statements on single tasks. Where `user_id` is None, row-level security alone says whose."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, bindparam, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate
from sqlmodel import col

from models.statement import Statement
from models.task import Task, TaskStatus

OPEN = (TaskStatus.PENDING, TaskStatus.PROCESSING)
IMAGE_COLUMNS = ("content_type", "width", "height", "size", "sha256", "thumb_hash")
CONTENT_COLUMNS = (
    "error_message",
    "input_sha256",
    *(f"{kind}_image_url" for kind in ("original", "generated")),
    *(f"aws_{kind}_key" for kind in ("original", "generated")),
    *(f"{kind}_{column}" for kind in ("original", "generated") for column in IMAGE_COLUMNS),
)


def these(ids: ColumnElement[Any], user_id: ColumnElement[Any] | UUID | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(Task.id) == any_(ids), col(Task.deleted_at).is_(None)]
    return conditions if user_id is None else [*conditions, col(Task.user_id) == user_id]


IDS, USER_ID = bindparam("ids", type_=ARRAY(Uuid)), bindparam("user_id", type_=Uuid)
FIND = Statement(select(Task).where(*these(IDS, None)))
FIND_OWN = Statement(select(Task).where(*these(IDS, USER_ID)))


def find(ids: Sequence[UUID], user_id: UUID | None) -> tuple[Statement, dict[str, Any]]:
    return (FIND if user_id is None else FIND_OWN), {"ids": ids, "user_id": user_id}


def create(**values: Any) -> ReturningInsert[Task]:
    """No row comes back when the id is taken."""
    return insert(Task).values(values).on_conflict_do_nothing(index_elements=["id"]).returning(Task)


def change(task_id: UUID, user_id: UUID | None, *when: TaskStatus, **values: Any) -> ReturningUpdate[Task]:
    """No row comes back when the task is in none of the states `when`."""
    return (
        update(Task)
        .where(*these(literal([task_id], ARRAY(Uuid)), user_id), col(Task.status).in_(when))
        .values(values)
        .returning(Task)
    )


def delete(ids: Sequence[UUID], user_id: UUID | None) -> ReturningUpdate[UUID]:
    """What stays is what the statistics count: whose it was, when, how it ended and what it used."""
    erased = dict.fromkeys(CONTENT_COLUMNS)
    return (
        update(Task)
        .where(*these(literal(ids, ARRAY(Uuid)), user_id))
        .values(deleted_at=func.now(), prompt="", **erased)
        .returning(col(Task.id))
    )
