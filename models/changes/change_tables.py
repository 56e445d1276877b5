"""The tables of what `taskChanges` returns. Functions write them: migrations/sql/changes."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    String,
    Table,
    Text,
    Uuid,
    func,
    text,
    true,
)
from sqlmodel import SQLModel

from models.table_rules import NOBODYS, OnMove, PostgresType, TableRules

task_changes = Table(
    "task_changes",
    SQLModel.metadata,
    Column("task_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("kind IN ('CREATED', 'UPDATED', 'DELETED', 'GONE')", name="kind"),
    Index("task_changes_number_idx", "number", unique=True),
    Index("task_changes_user_id_number_idx", "user_id", "number"),
    Index("task_changes_deleted_idx", "changed_at", postgresql_where=text("kind IN ('DELETED', 'GONE')")),
    **TableRules(
        users="SELECT",
        erased="",  # it says that the tasks are gone, until forget_changes
        move=OnMove.MADE_AGAIN,
        # Those of tasks that are gone stay here. What is being numbered stays, too: nobody waits for it who could wait
        # for the move.
        left="DELETE FROM {table} WHERE task_id IN"
        " (SELECT task_id FROM {table} WHERE {whose} AND kind <> 'GONE' FOR UPDATE SKIP LOCKED)",
    ).args(),
)
"""Each task, where it last changed."""
told_changes = Table(
    "told_changes",
    SQLModel.metadata,
    Column("is_only_row", Boolean, primary_key=True, server_default=true()),
    Column("id", Uuid, nullable=False, server_default=func.gen_random_uuid()),
    Column("origin", Text, nullable=False),
    Column("snapshot", PostgresType("pg_snapshot"), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("forgotten", BigInteger, nullable=False),
    CheckConstraint("is_only_row", name="is_only_row"),
    **TableRules(whose=NOBODYS).args(),
)
"""How far changes have numbers."""
