"""The tables of moved users, which functions write (migrations/sql/placement), and the last steps of a move."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
)
from sqlmodel import SQLModel

from models.connection import UNUSABLE
from models.database import Database
from models.statement import NoRow, Statement
from models.table_rules import NOBODYS, TableRules

moved_users = Table(
    "moved_users",
    SQLModel.metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("database", Integer, nullable=False),
    CheckConstraint("database > 0", name="database"),
    Column("moved_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    **TableRules(whose=NOBODYS).args(),
)
"""Users whose rows were here, and their next database, which may name a further one."""
arrived_users = Table(
    "arrived_users",
    SQLModel.metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("arrived_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    **TableRules(whose=NOBODYS).args(),
)
"""Users who were moved here and have not left again."""
arrivals = Table(
    "arrivals",
    SQLModel.metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("source", Integer, nullable=False),
    CheckConstraint("source > 0", name="source"),
    **TableRules(whose=NOBODYS).args(),
)
"""Users whose rows are being moved here. They belong here as soon as their old database records it."""
arriving_rows = Table(
    "arriving_rows",
    SQLModel.metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("of_table", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Index("arriving_rows_user_id_of_table_number_idx", "user_id", "of_table", "number"),
    **TableRules(whose=NOBODYS).args(),
)
"""Their rows, until they arrive."""


class Arrival(NamedTuple):
    """A user whose rows are staged in a database, and the number of the database that they come from."""

    user_id: UUID
    source: int


class MovedTo(NamedTuple):
    """The number of the database that a user was moved to, as the database that they left records it."""

    database: int


ARRIVE = Statement(
    "complete_arrival",
    "SELECT task_record.complete_arrival(:user_id, :source)",
    NoRow,
)
ARRIVALS = Statement("arrivals", "SELECT user_id, source FROM task_record.arrivals", Arrival)
MOVED_TO = Statement(
    "moved_to",
    "SELECT database FROM task_record.moved_users WHERE user_id = :user_id",
    MovedTo,
)
FORGET_ARRIVAL = Statement("forget_arrival", "SELECT task_record.forget_arrival(:user_id)", NoRow)

FORGET_AUDIT_NOTES = Statement(
    "forget_audit_notes",
    "SELECT task_record.forget_audit_notes(:user_id, coalesce(CAST(:before AS timestamptz), 'infinity'))",
    NoRow,
)
FORGET_WEBHOOKS = Statement(
    "forget_webhooks",
    """
WITH elsewhere AS (
  SELECT coalesce(CAST(:before AS timestamptz), 'infinity') AS before
  WHERE NOT EXISTS (SELECT FROM task_record.erasures WHERE id = :erasure_id)
), gone AS (
  DELETE FROM task_record.webhooks USING elsewhere WHERE user_id = :user_id AND created_at <= before RETURNING id
)
DELETE FROM task_record.webhook_deliveries WHERE id = ANY (ARRAY(
  SELECT delivery.id FROM elsewhere, task_record.webhook_deliveries AS delivery
  WHERE subject_id = :user_id AND created_at <= before
  UNION
  SELECT delivery.id FROM gone JOIN task_record.webhook_deliveries AS delivery ON webhook_id = gone.id
))
""",
    NoRow,
)
"""
Deletes the user's webhooks, and deliveries about the user, from before an instant; null: all. Does nothing in the
database that erased the user: the erasure did it there, and its deliveries to others, which report the deletion of
tasks, are still to be sent.
"""


async def finish_arrival(parts: Sequence[Database], user_id: UUID, source: int) -> int:
    """
    Return the number of the database that has a user whose rows are staged in another than the `source`. That is the
    source, until it records that the user has left. Then it is the database that they were moved to, where this
    completes the arrival, after waiting for a running move.
    """
    moved_to = await parts[source - 1].rows(MOVED_TO.bind(user_id=user_id), user_id, "service_role")
    for (number,) in moved_to:
        async with parts[number - 1].transaction(user_id, "service_role") as transaction:
            await transaction.rows(ARRIVE.bind(user_id=user_id, source=source))
        return number
    return source


async def finish_arrivals(parts: Sequence[Database], asked_by: UUID) -> None:
    """Complete the arrival of every user who has left their old database. Databases that cannot be used are skipped."""
    for part in parts:
        with suppress(*UNUSABLE):
            for user_id, source in await part.rows(ARRIVALS.bind(), asked_by, "service_role"):
                await finish_arrival(parts, user_id, source)
