"""
The tables of what `taskChanges` returns, for each task its last change, and their statements. Functions write them:
migrations/sql/changes.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

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

from models.statement import BoundStatement, NoRow, NumberRow, Statement
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
        erased="",  # it reports the deletion of the tasks, until forget_changes
        move=OnMove.MADE_AGAIN,
        # Rows of deleted tasks stay here. So do rows that are being numbered: the numbering may wait for the move, so
        # the move does not wait for it.
        left="DELETE FROM {table} WHERE task_id IN"
        " (SELECT task_id FROM {table} WHERE {whose} AND kind <> 'GONE' FOR UPDATE SKIP LOCKED)",
    ).args(),
)
"""Each task, with its last change."""
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
"""How far changes are numbered."""

RETAINED = timedelta(days=31)
"""How long deletions are reported at least."""
CHANGES_FORGOTTEN_AT_ONCE = 10_000
"""Deletions that are forgotten in one transaction."""


class NumberedChange(NamedTuple):
    """
    A change, and the state of numbering in its database; without a number, only the latter. `origin` identifies the
    numbering, `last` is its last number, and `forgotten` the number of the last forgotten deletion.
    """

    origin: str
    last: int
    forgotten: int
    number: int | None
    kind: str
    task_id: UUID
    user_id: UUID
    changed_at: datetime
    """When it was numbered, which is within a minute."""


NUMBER_CHANGES = Statement("number_changes", "SELECT task_record.number_changes()", NoRow)
"""Numbers the changes that have committed since the last call."""
FORGET_CHANGES = Statement(
    "forget_changes",
    "SELECT task_record.forget_changes(:kept, :at_most)",
    NumberRow,
    kept=RETAINED,
    at_most=CHANGES_FORGOTTEN_AT_ONCE,
)
"""Forgets deletions that were numbered longer ago than RETAINED, up to CHANGES_FORGOTTEN_AT_ONCE of them."""


def select_changes(user_id: UUID | None, positions: dict[str, int], limit: int) -> BoundStatement[NumberedChange]:
    """
    Select up to `limit` changes to the tasks of the user (None: of all users), after the position in each numbering, by
    origin. A numbering without a position is read from its beginning.
    """
    origins, numbers = list(positions), list(positions.values())
    return changes_statement(user_id is not None, limit).bind(user_id=user_id, origins=origins, numbers=numbers)


PAGE = """
WITH numbering AS MATERIALIZED (SELECT * FROM task_record.told_so_far())
SELECT numbering.origin, numbering.number AS last, numbering.forgotten,
  page.number, page.kind, page.task_id, page.user_id, page.changed_at
FROM numbering LEFT JOIN LATERAL (
  SELECT number, kind, task_id, user_id, changed_at FROM task_record.task_changes
  WHERE {whose} AND number > coalesce((
    SELECT given.number FROM unnest(CAST(:origins AS text[]), CAST(:numbers AS bigint[])) AS given (origin, number)
    WHERE given.origin = numbering.origin
  ), 0)
  ORDER BY number LIMIT {limit}
) AS page ON true
"""


@lru_cache(maxsize=256)
def changes_statement(of_user: bool, limit: int) -> Statement[NumberedChange]:
    page = PAGE.format(whose="user_id = :user_id" if of_user else "true", limit=limit)
    return Statement("task_changes", page, NumberedChange)
