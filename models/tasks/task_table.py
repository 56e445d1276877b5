"""The table of tasks: the columns of `TaskRow`, with the constraints of several columns, and the indexes."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Any, cast, get_args
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    Enum,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from models.table_rules import TableRules
from models.tasks.task import values
from models.tasks.task_row import RULES, TaskRow

TYPES: dict[type, TypeEngine[Any]] = {
    UUID: Uuid(),
    str: Text(),
    int: Integer(),
    bool: Boolean(),
    datetime: DateTime(timezone=True),
    Decimal: Numeric(),
}
"""By the annotation of a column, its type, unless its rules name another."""
FACTS = ("content_type", "width", "height", "size", "thumb_hash")
UNCHECKED = {
    *("more_images", "trashed_at"),  # their own constraints require it
    *("starred_at", *(f"{kind}_{fact}" for kind in ("original", "generated") for fact in FACTS)),
}
"""Columns that are cleared when a task is deleted, without a constraint that they are."""


def column(name: str) -> Column[Any]:
    annotation, rules = TaskRow.__annotations__[name].__origin__, RULES[name]
    [kind] = {annotation, *get_args(annotation)} & TYPES.keys()
    default = rules.default
    return Column(
        name,
        rules.type or TYPES[kind],
        nullable=NoneType in get_args(annotation),
        server_default=default if default is None or isinstance(default, ColumnElement) else str(default).lower(),
        onupdate=rules.on_update,
    )


def check(name: str) -> list[CheckConstraint]:
    """The constraint of a column, if it has one."""
    rules = RULES[name]
    if isinstance(rules.type, Enum):
        return [CheckConstraint(f"{name} IN ({values(cast('type[StrEnum]', rules.type.enum_class))})", name=name)]
    return [CheckConstraint(rules.check.replace("{}", name), name=name)] if rules.check else []


MADE = [column(name) for name in RULES]
REMOVED = " AND ".join(
    f"{made.name} IS NULL" if made.nullable else f"{made.name} = ''"
    for made in MADE
    if RULES[made.name].part and made.name not in UNCHECKED
)
"""The condition that a deleted task has nothing left of its content."""
ON_BOARDS = """\
deleted_at IS NULL AND trashed_at IS NULL AND EXISTS (
    SELECT FROM task_record.board_tasks AS placed WHERE placed.task_id = user_task_history.id OFFSET 0
  )"""
"""
The condition on the tasks that the members of boards see: those that the policy of `board_tasks` shows. Without OFFSET,
PostgreSQL might read all of that for a page of tasks.
"""
TASK_TABLE = Table(
    "user_task_history",
    SQLModel.metadata,
    *MADE,
    *(constraint for name in RULES for constraint in check(name)),
    PrimaryKeyConstraint("id"),
    ForeignKeyConstraint(["user_id"], ["auth.users.id"], ondelete="CASCADE"),
    CheckConstraint(f"deleted_at IS NULL OR ({REMOVED})", name="deleted_at"),
    CheckConstraint(
        "credits_reserved IS NULL OR status NOT IN ('failed', 'canceled') OR credits_deducted = 0", name="failed"
    ),
    CheckConstraint(
        "coalesce(input_tokens, 0)::bigint + coalesce(output_tokens, 0) <= tokens_used", name="tokens_of_parts"
    ),
    Index(
        "user_task_history_user_id_created_at_id_idx",
        "user_id",
        text("created_at DESC"),
        text("id DESC"),
        postgresql_where=text("deleted_at IS NULL"),
    ),
    # For administrators, who look at the latest failures.
    Index(
        "user_task_history_failed_completed_at_idx",
        text("completed_at DESC"),
        postgresql_where=text("status = 'failed' AND deleted_at IS NULL"),
    ),
    # For administrators, who read all users' tasks.
    Index(
        "user_task_history_created_at_id_idx",
        text("created_at DESC"),
        text("id DESC"),
        postgresql_where=text("deleted_at IS NULL"),
    ),
    # For back ends, which look for what a crash has left.
    Index(
        "user_task_history_unfinished_idx",
        "created_at",
        "id",
        postgresql_where=text("status IN ('pending', 'processing') AND deleted_at IS NULL"),
    ),
    # For clients that read what changed while they were not subscribed, and for the reference to auth.users.
    Index("user_task_history_user_id_updated_at_idx", "user_id", "updated_at"),
    # Not for tasks that have none, whose recording it costs nothing.
    Index(
        "user_task_history_user_id_external_id_idx",
        "user_id",
        "external_id",
        unique=True,
        postgresql_where=text("external_id IS NOT NULL AND deleted_at IS NULL"),
    ),
    # For the worker, which fails what is not ended in time.
    Index(
        "user_task_history_deadline_idx",
        "deadline",
        postgresql_where=text("status IN ('pending', 'processing') AND deadline IS NOT NULL AND deleted_at IS NULL"),
    ),
    # For the trash: its list, and the clean-up that empties it.
    Index(
        "user_task_history_user_id_trashed_at_id_idx",
        "user_id",
        text("trashed_at DESC NULLS LAST"),
        text("id DESC"),
        postgresql_where=text("trashed_at IS NOT NULL"),
    ),
    # For the mean ratings in usage, which are computed of rated tasks alone.
    Index(
        "user_task_history_user_id_rated_created_at_idx",
        "user_id",
        "created_at",
        postgresql_include=["rating", "model_version", "task_type"],
        postgresql_where=text("rating IS NOT NULL"),
    ),
    # For lists of starred tasks, and the clean-up that counts them.
    Index(
        "user_task_history_user_id_starred_idx",
        "user_id",
        text("created_at DESC"),
        text("id DESC"),
        postgresql_where=text("starred_at IS NOT NULL"),
    ),
    # For keys that rows of the original design name without owning the object. There are hardly any.
    *(
        Index(
            f"user_task_history_{column}_idx",
            text(f"hashtextextended({column}, 0)"),
            postgresql_where=text(f"NOT task_record.owns(user_id, id, {column})"),
        )
        for column in ("aws_original_key", "aws_generated_key")
    ),
    **TableRules(
        users="SELECT, INSERT, UPDATE",
        service="SELECT, INSERT, UPDATE",
        members="SELECT ({seen})",
        seen=ON_BOARDS,
        registers="true",
    ).args(schema=None),
)
"""A row whose `deleted_at` is set is what remains of a deleted task: whose it was and what it used."""
COLUMNS = TASK_TABLE.c
