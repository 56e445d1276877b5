"""
Webhooks of all users exist in each of several databases. A database created from nothing is marked, by a comment, until
it has received those of the others.
"""

from collections.abc import Sequence
from contextlib import AsyncExitStack

import asyncpg

from migrations.lock_timeouts import LOG, SHORT_LOCK_TIMEOUT, retry_on_lock_timeout

LACKS = "SELECT obj_description('task_record.webhooks_all_users_idx'::regclass, 'pg_class') IS NOT NULL"
COMPLETE = "COMMENT ON INDEX task_record.webhooks_all_users_idx IS NULL"
COLUMNS = """id, user_id, url, events, all_users, secret, previous_secret, previous_secret_until, created_at,
  disabled_at, disabled_reason, responsible_id, role_seen_at"""
TAKE = f"SELECT {COLUMNS} FROM task_record.webhooks WHERE all_users"
GIVE = f"INSERT INTO task_record.webhooks ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"


async def share_webhooks(owner_urls: Sequence[str]) -> None:
    """
    Copy the webhooks of all users to each database that lacks them, all or none, while servers run. Does nothing if no
    database had any before.
    """
    async with AsyncExitStack() as stack:
        databases = [await asyncpg.connect(url) for url in owner_urls]
        for database in databases:
            stack.push_async_callback(database.close)
        if any([await database.fetchval(LACKS) for database in databases]):
            await retry_on_lock_timeout(lambda: share(databases))


async def share(databases: Sequence[asyncpg.Connection]) -> None:
    async with AsyncExitStack() as stack:
        for database in databases:  # in the order in which changes to all of them lock them
            await stack.enter_async_context(database.transaction())
            await database.execute(f"{SHORT_LOCK_TIMEOUT}; LOCK TABLE task_record.webhooks IN SHARE ROW EXCLUSIVE MODE")
        lacking = [database for database in databases if await database.fetchval(LACKS)]
        others = [database for database in databases if database not in lacking]
        webhooks = await others[0].fetch(TAKE) if others else []
        for database in lacking:
            if others:
                await database.execute("DELETE FROM task_record.webhooks WHERE all_users")
                await database.executemany(GIVE, webhooks)
            await database.execute(COMPLETE)
    if webhooks:
        LOG.info("Copied webhooks of all users to a database that lacked them: %s.", len(webhooks))
