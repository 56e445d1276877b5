"""What storage should hold, and which totals are not what the tasks add up to. Read by `service_role`."""

from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Text, Uuid, bindparam, text

from models.database import Database, Transaction
from models.statement import Statement

AT_ONCE = 1_000

# In the order of bytes, as S3 lists. An object may be claimed and named at once, while its thumbnail is made anew.
RECORDED = Statement(
    text("""
SELECT key COLLATE "C" AS key, bool_or(named) AS named, (array_agg(task_id ORDER BY named DESC))[1] AS task_id
FROM task_record.recorded_objects
WHERE key LIKE ANY (:prefixes) GROUP BY 1 ORDER BY 1
""").bindparams(bindparam("prefixes", type_=ARRAY(Text)))
)
RECORDED_NOW = Statement(
    text("""
SELECT key, named FROM task_record.recorded_objects WHERE task_id = ANY (:task_ids) AND key = ANY (:keys)
""").bindparams(bindparam("task_ids", type_=ARRAY(Uuid)), bindparam("keys", type_=ARRAY(Text)))
)
DRIFTED = Statement(text("SELECT user_id, count(*) AS periods FROM task_record.drifted_statistics GROUP BY user_id"))
MEND = Statement(text("SELECT task_record.mend_statistics(:user_id)"))
WITHOUT_HURRY = "SET LOCAL statement_timeout = 0"
OVERDUE = "SELECT count(*) FROM task_record.pgqueuer WHERE created < now() - interval '1 hour'"


async def recorded_objects(transaction: Transaction, prefixes: Iterable[str]) -> AsyncIterator[Row[Any]]:
    """Every object below the prefixes that there may be, `named` when there must be, by `key`; a few at a time."""
    patterns = [f"{prefix}%" for prefix in prefixes]
    await transaction.connection.execute(WITHOUT_HURRY)
    async for row in transaction.stream(RECORDED, {"prefixes": patterns}, AT_ONCE):
        yield row


async def recorded_now(transaction: Transaction, keys: list[str], task_ids: list[UUID]) -> dict[str, bool]:
    """Which of the keys are recorded by now, of these tasks, and whether they are named."""
    rows = await transaction.rows(RECORDED_NOW, {"task_ids": task_ids, "keys": keys})
    return {row.key: row.named for row in rows}


async def drifted_statistics(transaction: Transaction) -> AsyncIterator[Row[Any]]:
    """Users, each with the number of `periods` whose totals are wrong. Adds up all tasks."""
    await transaction.connection.execute(WITHOUT_HURRY)
    async for row in transaction.stream(DRIFTED, {}, AT_ONCE):
        yield row


async def mend_statistics(transaction: Transaction, user_id: UUID) -> None:
    await transaction.rows(MEND, {"user_id": user_id})


async def overdue_removals(database: Database) -> int:
    """Jobs to remove objects that storage has refused for an hour. The login role itself may read them."""
    return int(await database.pool.fetchval(OVERDUE))
