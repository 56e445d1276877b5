"""Reads and changes the worker's jobs in PostgreSQL."""

import asyncio
from typing import cast

import asyncpg
from pgqueuer.models import Schedule

from server.settings.settings import Settings
from tests.models.connections import as_owner
from tests.pictures import data_url, picture

PATIENCE = 20.0
"""Seconds that a worker's job may take, on a busy machine."""
IMAGES = [{"dataUrl": data_url(picture(seed=n))} for n in range(3)]
HURRY = """UPDATE task_record.pgqueuer SET heartbeat = now() - interval '1 hour', execute_after = now()
  WHERE updated < now() - interval '5 seconds'"""
NO_SCHEDULE = cast("Schedule", None)


async def claims(settings: Settings) -> int:
    async with as_owner(settings) as owner:
        return int(await owner.fetchval("SELECT count(*) FROM task_record.image_uploads"))


async def jobs(settings: Settings) -> list[str]:
    async with as_owner(settings) as owner:
        return [row["status"] for row in await owner.fetch("SELECT status::text FROM task_record.pgqueuer")]


async def until_no_jobs(settings: Settings) -> None:
    async with asyncio.timeout(PATIENCE):
        while await jobs(settings):  # noqa: ASYNC110
            await asyncio.sleep(0.03)


async def until_no_jobs_of_the_dead(owner: asyncpg.Connection) -> None:
    """Wait for all jobs. Those of killed servers are due immediately instead of after 30 seconds of silence."""
    async with asyncio.timeout(9 * PATIENCE):
        while await owner.fetchval("SELECT count(*) FROM task_record.pgqueuer"):
            await owner.execute(HURRY)
            await asyncio.sleep(0.5)


async def hurry(settings: Settings, attempts: int) -> None:
    """Set the jobs' number of failed attempts, and make them due now."""
    async with as_owner(settings) as owner:
        await owner.execute("UPDATE task_record.pgqueuer SET attempts = $1, execute_after = now()", attempts)
