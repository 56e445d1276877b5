"""
Counts the totals again while tasks are written: after the first migration, and when the time zone of days changes.
"""

from functools import partial
from uuid import UUID

import asyncpg

from migrations.lock_timeouts import LOCK_TASKS, LOG, SHORT_LOCK_TIMEOUT, retry_on_lock_timeout
from migrations.revisions import IS_UNFINISHED
from migrations.steps import HAS_TASKS, text_of
from models.administration.integrity import REPAIRS

NEXT_USERS = """
SELECT DISTINCT user_id
FROM (SELECT user_id FROM user_task_history WHERE user_id > $1 ORDER BY user_id LIMIT 2000) AS tasks ORDER BY user_id"""
REPAIR_BATCH = [f"SELECT task_record.{name}(user_id) FROM unnest($1::uuid[]) AS user_id" for name in REPAIRS]
FINISH = """
DELETE FROM user_task_statistics WHERE total_tasks = 0; -- days of another time zone
SELECT task_record.count_overall();
COMMENT ON FUNCTION task_record.time_zone() IS NULL"""


async def count_statistics(connection: asyncpg.Connection, time_zone: str) -> None:
    """
    Set the totals to the sums over tasks, in days of `time_zone`, unless they already are. Differences are added in
    small transactions, as repair_statistics does, while triggers count new changes.
    """
    if await connection.fetchval("SELECT task_record.time_zone()") != time_zone:
        await retry_on_lock_timeout(partial(set_time_zone, connection, time_zone))
    if not await connection.fetchval(IS_UNFINISHED):
        return
    if await connection.fetchval(HAS_TASKS):
        LOG.info("Counting statistics again.")
    users = [UUID(int=0)]
    while users:
        for repair in REPAIR_BATCH:
            await retry_on_lock_timeout(partial(repair_batch, connection, repair, users))
        users = [user for (user,) in await connection.fetch(NEXT_USERS, users[-1])]
        # The last user may have many more tasks and is counted alone, so that others' totals are not locked meanwhile.
        users = users[:-1] or users
    await connection.execute(FINISH)


async def set_time_zone(connection: asyncpg.Connection, time_zone: str) -> None:
    """While nobody writes a task, so that each is counted in days of one zone or of the other."""
    async with connection.transaction():
        await connection.execute("SELECT set_config('task_record.time_zone', $1, true)", time_zone)
        await connection.execute(LOCK_TASKS + text_of("time_zone.sql"))
        # Usage of other days is not repaired: its models would occupy the names of these days.
        await connection.execute("TRUNCATE task_record.user_task_usage, task_record.usage_models")


async def repair_batch(connection: asyncpg.Connection, repair: str, users: list[UUID]) -> None:
    async with connection.transaction():
        await connection.execute(SHORT_LOCK_TIMEOUT)
        await connection.execute(repair, users)
