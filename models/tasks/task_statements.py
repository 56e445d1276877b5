"""The statements on single tasks. Where `user_id` is None, row-level security alone says whose."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, String, Uuid, any_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel, col

from models.statement import Statement
from models.tasks.task import Task, TaskStatus

OPEN = (TaskStatus.PENDING, TaskStatus.PROCESSING)
ENDED = (TaskStatus.COMPLETED, TaskStatus.FAILED)
COLUMNS = SQLModel.metadata.tables["user_task_history"].c
IMAGE_COLUMNS = ("content_type", "width", "height", "size", "sha256", "thumb_hash")
CONTENT_COLUMNS = (
    "error_message",
    "input_sha256",
    *(f"{kind}_image_url" for kind in ("original", "generated")),
    *(f"aws_{kind}_key" for kind in ("original", "generated")),
    *(f"{kind}_{column}" for kind in ("original", "generated") for column in IMAGE_COLUMNS),
)


def these(one: bool, own: bool) -> list[ColumnElement[bool]]:
    """Told apart, for of `ids` PostgreSQL does not know that it is one, and so plans anew each time."""
    given = bindparam("id", type_=Uuid) if one else any_(bindparam("ids", type_=ARRAY(Uuid)))
    conditions: list[ColumnElement[bool]] = [col(Task.id) == given, col(Task.deleted_at).is_(None)]
    return [*conditions, col(Task.user_id) == bindparam("user_id", type_=Uuid)] if own else conditions


def asked(ids: Sequence[UUID], user_id: UUID | None) -> dict[str, Any]:
    """The values for `these`."""
    return {"id": ids[0] if ids else None, "ids": ids, "user_id": user_id}


def find(ids: Sequence[UUID], user_id: UUID | None) -> tuple[Statement, dict[str, Any]]:
    return find_statement(len(ids) == 1, user_id is not None), asked(ids, user_id)


@lru_cache
def find_statement(one: bool, own: bool) -> Statement:
    return Statement(select(Task).where(*these(one, own)))


def create(values: Mapping[str, Any]) -> tuple[Statement, Mapping[str, Any]]:
    """No row comes back when the id is taken."""
    return create_statement(tuple(values)), values


@lru_cache(maxsize=64)
def create_statement(columns: tuple[str, ...]) -> Statement:
    created = insert(Task).values({name: bindparam(name, type_=COLUMNS[name].type) for name in columns})
    return Statement(created.on_conflict_do_nothing(index_elements=["id"]).returning(Task))


def change(
    task_id: UUID, user_id: UUID | None, when: Sequence[TaskStatus], values: Mapping[str, Any]
) -> tuple[Statement, dict[str, Any]]:
    """No row comes back when the task is in none of the states `when`. One that ends has now as its `completed_at`."""
    statement = change_statement(tuple(values), values.get("status") in ENDED, user_id is not None)
    return statement, {"id": task_id, "user_id": user_id, "when": when} | {
        f"new_{name}": value for name, value in values.items()
    }


@lru_cache(maxsize=64)
def change_statement(columns: tuple[str, ...], ends: bool, own: bool) -> Statement:
    new: dict[str, Any] = {name: bindparam(f"new_{name}", type_=COLUMNS[name].type) for name in columns}
    if ends:
        new["completed_at"] = func.now()
    still = col(Task.status) == any_(bindparam("when", type_=ARRAY(String)))
    return Statement(update(Task).where(*these(True, own), still).values(new).returning(Task))


# What stays is what the statistics count: whose it was, when, how it ended and what it used.
ERASED: dict[str, Any] = {"deleted_at": func.now(), "prompt": "", **dict.fromkeys(CONTENT_COLUMNS)}


def delete(ids: Sequence[UUID], user_id: UUID | None) -> tuple[Statement, dict[str, Any]]:
    return delete_statement(len(ids) == 1, user_id is not None), asked(ids, user_id)


@lru_cache
def delete_statement(one: bool, own: bool) -> Statement:
    return Statement(update(Task).where(*these(one, own)).values(ERASED).returning(col(Task.id)))
