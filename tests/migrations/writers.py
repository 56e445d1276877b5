"""Writers that insert and update tasks while a table is migrated."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from server.settings.settings import Settings
from tests.models.connections import as_owner

PATIENCE = 60.0
"""Seconds until a writer that nobody blocks has recorded some tasks, on a busy machine."""


class Writer:
    """Inserts and completes one task after another. An error of a statement ends it."""

    def __init__(self, settings: Settings, user_id: UUID) -> None:
        self._settings = settings
        self._user_id = user_id
        self.recorded = 0
        self.longest_wait = 0.0
        """The seconds that the slowest statement has taken."""
        self.lock_timeout = 0
        """The milliseconds for which a statement may wait for a lock, by PostgreSQL's own clock. 0: for ever."""
        self.stopped = False

    async def write(self) -> None:
        async with as_owner(self._settings) as owner:
            while not self.stopped:
                await owner.execute(f"SET lock_timeout = {self.lock_timeout}")
                began = time.monotonic()
                task_id = await owner.fetchval(
                    "INSERT INTO user_task_history (user_id, prompt, tokens_used) VALUES ($1, 'a fox', 3) RETURNING id",
                    self._user_id,
                )
                recorded = time.monotonic()
                await owner.execute(
                    """UPDATE user_task_history SET status = 'completed', tokens_used = 7, completed_at = now()
                    WHERE id = $1""",
                    task_id,
                )
                completed = time.monotonic()
                self.recorded += 1
                self.longest_wait = max(self.longest_wait, recorded - began, completed - recorded)
                await asyncio.sleep(0.02)

    async def until_recorded(self, tasks: int) -> None:
        """Return once it has recorded so many more tasks."""
        until = self.recorded + tasks
        async with asyncio.timeout(PATIENCE):
            while self.recorded < until:  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@asynccontextmanager
async def writing(settings: Settings, *user_ids: UUID) -> AsyncIterator[list[Writer]]:
    """Run a writer for each of these users; at the end, wait for their last statements, and raise their errors."""
    writers = [Writer(settings, user_id) for user_id in user_ids]
    async with asyncio.TaskGroup() as tasks:
        for writer in writers:
            tasks.create_task(writer.write())
        try:
            yield writers
        finally:
            for writer in writers:
                writer.stopped = True
