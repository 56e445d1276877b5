"""Which objects storage should hold, and whose totals or credits are not what they must be. All of it is read as
`service_role`, which sees the rows of every user."""

from collections.abc import AsyncIterator, Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, text

from models.claims import NOBODY
from models.database import Database
from models.statement import NoRow, Statement
from models.transaction import Transaction

AT_ONCE = 1_000
"""Rows that are fetched, and held, at a time."""


class ObjectRow(NamedTuple):
    """An object that storage may hold: a task names it, an upload claims it, or a job is to remove it."""

    key: str
    named: bool
    """Whether a task names it, so that it must be there."""


class TaskObjectRow(NamedTuple):
    """An `ObjectRow`, and a task that it belongs to."""

    key: str
    named: bool
    task_id: UUID | None
    """One that names it, if any does; None when it is to be removed and its key tells no task."""


class DriftedStatistics(NamedTuple):
    """
    A user, and the number of periods, and rows of usage, that are not what the user's tasks add up to; without a user,
    the number of periods of the totals over all.
    """

    user_id: UUID | None
    periods: int


class DriftedCredits(NamedTuple):
    """A user, and which of their credits are not what they must be: `entries`, `grants`, `holds`, `tasks`."""

    user_id: UUID
    what: str


class ForeignKey(NamedTuple):
    """
    A key that a task names and that is not its own, as rows of the original design could: what lies there is neither
    shown with the task nor removed with it.
    """

    user_id: UUID
    task_id: UUID
    key: str


# In the order of bytes, as S3 lists. An object may be claimed and named at once, while its thumbnail is made anew.
RECORDED = Statement(
    "recorded_objects",
    text("""
SELECT key COLLATE "C" AS key, bool_or(named) AS named, (array_agg(task_id ORDER BY named DESC))[1] AS task_id
FROM task_record.recorded_objects
WHERE key LIKE ANY (:prefixes) GROUP BY 1 ORDER BY 1
""").bindparams(bindparam("prefixes", type_=ARRAY(Text))),
    TaskObjectRow,
)
RECORDED_NOW = Statement(
    "recorded_objects_now",
    text("""
SELECT key, named FROM task_record.recorded_objects WHERE task_id = ANY (:task_ids) AND key = ANY (:keys)
""").bindparams(bindparam("task_ids", type_=ARRAY(Uuid)), bindparam("keys", type_=ARRAY(Text))),
    ObjectRow,
)
DRIFTED = Statement(
    "drifted_statistics",
    text("""
SELECT user_id, count(*) AS periods FROM (
  SELECT user_id FROM task_record.drifted_statistics UNION ALL SELECT user_id FROM task_record.drifted_usage
  UNION ALL SELECT NULL FROM task_record.drifted_overall
) AS drifted GROUP BY user_id
"""),
    DriftedStatistics,
)
DRIFTED_CREDITS = Statement(
    "drifted_credits",
    text("SELECT user_id, string_agg(what, ', ') AS what FROM task_record.drifted_credits GROUP BY user_id"),
    DriftedCredits,
)
FOREIGN_KEYS = Statement("foreign_keys", text("SELECT user_id, task_id, key FROM task_record.foreign_keys"), ForeignKey)
MENDING = ("mend_statistics", "name_models", "mend_usage")
"""Functions of PostgreSQL that count a user's totals and usage anew: in this order, in a transaction each."""
MENDS = [Statement(name, text(f"SELECT task_record.{name}(:user_id)"), NoRow) for name in MENDING]
WITHOUT_HURRY = "SET LOCAL statement_timeout = 0"
OVERDUE = "SELECT count(*) FROM task_record.pgqueuer WHERE created < now() - interval '1 hour'"


async def recorded_objects(transaction: Transaction, prefixes: Iterable[str]) -> AsyncIterator[TaskObjectRow]:
    """Every object below the prefixes that there may be, in the order of its key's bytes, a few at a time."""
    patterns = [f"{prefix}%" for prefix in prefixes]
    await transaction.connection.execute(WITHOUT_HURRY)
    async for row in transaction.stream(RECORDED.bind(prefixes=patterns), AT_ONCE):
        yield row


async def recorded_now(transaction: Transaction, keys: list[str], task_ids: list[UUID]) -> dict[str, bool]:
    """Which of the keys are recorded by now, for these tasks, and whether a task names them."""
    rows = await transaction.rows(RECORDED_NOW.bind(task_ids=task_ids, keys=keys))
    return {row.key: row.named for row in rows}


async def drifted_statistics(transaction: Transaction) -> AsyncIterator[DriftedStatistics]:
    """The users who have wrong totals, a few at a time. Slow: PostgreSQL adds up all tasks."""
    await transaction.connection.execute(WITHOUT_HURRY)
    async for row in transaction.stream(DRIFTED.bind(), AT_ONCE):
        yield row


async def drifted_credits(transaction: Transaction) -> AsyncIterator[DriftedCredits]:
    """The users whose credits are wrong, a few at a time. Slow: PostgreSQL adds up all entries."""
    await transaction.connection.execute(WITHOUT_HURRY)
    async for row in transaction.stream(DRIFTED_CREDITS.bind(), AT_ONCE):
        yield row


async def foreign_keys(transaction: Transaction) -> AsyncIterator[ForeignKey]:
    """All of them, a few at a time."""
    await transaction.connection.execute(WITHOUT_HURRY)
    async for row in transaction.stream(FOREIGN_KEYS.bind(), AT_ONCE):
        yield row


async def overdue_removals(database: Database) -> int:
    """How many jobs to remove objects are an hour old, because storage refuses. The login role itself may read them."""
    async with database.transaction(NOBODY, "none", "READ ONLY") as transaction:
        return int(await transaction.connection.fetchval(OVERDUE))
