"""Locks a table for a while, so that all statements that read or write it wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from server.settings.settings import Settings
from tests.models.connections import as_owner, database_name

WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = $1 AND wait_event_type = 'Lock' AND query !~ 'told_so_far|count_prompts'
"""
"""Without the worker, which indexes what has changed every five seconds."""
PATIENCE = 15.0


@asynccontextmanager
async def locked(settings: Settings, table: str = "user_task_history") -> AsyncIterator[None]:
    """Lock the table, by default that of tasks, against all others, until the context is left."""
    async with as_owner(settings) as owner, owner.transaction():
        await owner.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


async def until_waiting(superuser: asyncpg.Connection, settings: Settings, count: int) -> None:
    """Wait until `count` statements wait for that lock."""
    async with asyncio.timeout(PATIENCE):
        while await superuser.fetchval(WAITING, database_name(settings)) != count:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
