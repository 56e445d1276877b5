"""
Reads which objects storage should hold, and whose totals or credits are wrong, as `service_role`, which sees all users'
rows. Stores the findings that the last `./run reconcile` did not repair, and those of the last backup, for the metrics.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlmodel import Field, SQLModel

from models.claims import NOBODY
from models.database import Database, Transaction
from models.images.undescribed_images import UNDESCRIBED, UndescribedImage
from models.statement import NoRow, Statement
from models.table_rules import NOBODYS, TableRules


class IntegrityFinding(SQLModel, table=True):
    """How many findings of a kind, such as `missing_objects`, remain unrepaired."""

    __tablename__ = "integrity_findings"
    __table_args__ = TableRules(whose=NOBODYS, service="SELECT, INSERT, UPDATE").args()

    kind: str = Field(sa_type=Text, primary_key=True)
    findings: int
    checked_at: datetime = Field(sa_type=DateTime(timezone=True))


STORE_FINDINGS = Statement(
    "keep_findings",
    """
INSERT INTO task_record.integrity_findings (kind, findings, checked_at)
SELECT kind, findings, :checked_at FROM unnest(CAST(:kinds AS text[]), CAST(:numbers AS integer[]))
  AS numbered (kind, findings)
ON CONFLICT (kind) DO UPDATE SET findings = EXCLUDED.findings, checked_at = EXCLUDED.checked_at
""",
    NoRow,
)
"""Stores the number of findings of each kind: the `numbers`, in the order of the `kinds`."""
BACKUP = "backup"
"""The kind of a backup's findings: lost or damaged images. `checked_at` is the time when the backup finished."""
STORE_BACKUP = """
INSERT INTO task_record.integrity_findings (kind, findings, checked_at) VALUES ('backup', $1, $2)
ON CONFLICT (kind) DO UPDATE SET findings = EXCLUDED.findings, checked_at = EXCLUDED.checked_at
"""
"""Stores the number of a backup's findings, and when it finished. The owner runs it."""
FINDINGS = Statement(
    "findings", "SELECT kind, findings, checked_at FROM task_record.integrity_findings", IntegrityFinding
)

FETCH_BATCH = 1_000
"""Rows that are fetched at a time, and held in memory."""
DECODED_BATCH = 200
"""Images whose thumbnails are held in memory at a time."""


class ObjectRow(NamedTuple):
    """An object that storage may hold, because a task names it, an upload claims it, or a job will remove it."""

    key: str
    named: bool
    """Whether a task names the object, so that storage must hold it."""
    size: int | None
    """In bytes, as its task records it; None if no task does."""


class TaskObjectRow(NamedTuple):
    """An `ObjectRow`, and a task that the object belongs to."""

    key: str
    named: bool
    size: int | None
    task_id: UUID | None
    """A task that names the object, if any; None when a job will remove it and its key does not reveal a task."""


class DriftedStatistics(NamedTuple):
    """
    A user, and how many periods, rows of usage and boards differ from the sums over the user's tasks. Without a user,
    how many periods of the totals over all users differ.
    """

    user_id: UUID | None
    periods: int


class DriftedCredits(NamedTuple):
    """A user, and which of their credits are wrong: `entries`, `grants`, `holds`, `tasks`, separated by commas."""

    user_id: UUID
    what: str


class UnownedObject(NamedTuple):
    """A key that a task of the original design names without owning it: never shown, nor removed with the task."""

    user_id: UUID
    task_id: UUID
    key: str


# In the order of bytes, as S3 lists keys. An object can be both claimed and named, while its thumbnail is recreated.
RECORDED = Statement(
    "recorded_objects",
    """
SELECT key COLLATE "C" AS key, bool_or(named) AS named, max(size) AS size,
  (array_agg(task_id ORDER BY named DESC))[1] AS task_id
FROM task_record.recorded_objects
WHERE key LIKE ANY (:prefixes) GROUP BY 1 ORDER BY 1
""",
    TaskObjectRow,
)
RECORDED_NOW = Statement(
    "recorded_objects_now",
    """
SELECT key, bool_or(named) AS named, max(size) AS size FROM task_record.recorded_objects
WHERE task_id = ANY (:task_ids) AND key = ANY (:keys) GROUP BY key
""",
    ObjectRow,
)
DRIFTED = Statement(
    "drifted_statistics",
    """
SELECT user_id, count(*) AS periods FROM (
  SELECT user_id FROM task_record.drifted_statistics UNION ALL SELECT user_id FROM task_record.drifted_usage
  UNION ALL SELECT user_id FROM task_record.drifted_boards
  UNION ALL SELECT NULL FROM (
    SELECT period_type, period_date FROM task_record.drifted_overall UNION TABLE task_record.drifted_activity
  ) AS period
) AS drifted GROUP BY user_id
""",
    DriftedStatistics,
)
DRIFTED_CREDITS = Statement(
    "drifted_credits",
    "SELECT user_id, string_agg(what, ', ') AS what FROM task_record.drifted_credits GROUP BY user_id",
    DriftedCredits,
)
UNOWNED_OBJECTS = Statement(
    "unowned_objects", "SELECT user_id, task_id, key FROM task_record.unowned_objects", UnownedObject
)
REPAIRS = ("repair_statistics", "name_models", "repair_usage", "repair_boards")
"""PostgreSQL functions that recount a user's tasks. They must run in this order, each in a transaction."""
REPAIR_STATEMENTS = [Statement(name, f"SELECT task_record.{name}(:user_id)", NoRow) for name in REPAIRS]
NO_STATEMENT_TIMEOUT = "SET LOCAL statement_timeout = 0"
OVERDUE = "SELECT count(*) FROM task_record.pgqueuer WHERE created < now() - interval '1 hour'"


async def recorded_objects(transaction: Transaction, prefixes: Iterable[str]) -> AsyncIterator[TaskObjectRow]:
    """Yield objects below the prefixes that storage may hold, by the bytes of their keys, FETCH_BATCH in memory."""
    patterns = [f"{prefix}%" for prefix in prefixes]
    await transaction.execute(NO_STATEMENT_TIMEOUT)
    async for row in transaction.stream(RECORDED.bind(prefixes=patterns), FETCH_BATCH):
        yield row


async def drifted_statistics(transaction: Transaction) -> AsyncIterator[DriftedStatistics]:
    """Yield the users with wrong totals, FETCH_BATCH in memory. Slow: PostgreSQL adds up all tasks."""
    await transaction.execute(NO_STATEMENT_TIMEOUT)
    async for row in transaction.stream(DRIFTED.bind(), FETCH_BATCH):
        yield row


async def drifted_credits(transaction: Transaction) -> AsyncIterator[DriftedCredits]:
    """Yield the users with wrong credits, FETCH_BATCH in memory. Slow: PostgreSQL adds up all entries."""
    await transaction.execute(NO_STATEMENT_TIMEOUT)
    async for row in transaction.stream(DRIFTED_CREDITS.bind(), FETCH_BATCH):
        yield row


async def unowned_objects(transaction: Transaction) -> AsyncIterator[UnownedObject]:
    """Yield each `UnownedObject`, FETCH_BATCH in memory."""
    await transaction.execute(NO_STATEMENT_TIMEOUT)
    async for row in transaction.stream(UNOWNED_OBJECTS.bind(), FETCH_BATCH):
        yield row


async def undescribed_images(transaction: Transaction) -> AsyncIterator[list[UndescribedImage]]:
    """Yield the images that their tasks do not describe, in lists of up to DECODED_BATCH, ordered by user."""
    await transaction.execute(NO_STATEMENT_TIMEOUT)
    async for images in transaction.batches(UNDESCRIBED.bind(), DECODED_BATCH):
        yield images


async def overdue_removals(database: Database) -> int:
    """Count removal jobs older than an hour: storage refuses the removals. Only the login role itself reads jobs."""
    async with database.transaction(NOBODY, "none", "READ ONLY") as transaction:
        return int(await transaction.connection.fetchval(OVERDUE))
