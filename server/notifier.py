"""How each process hears of changes made through any, and sends what its own have noted."""

import asyncio
import time
from contextlib import suppress
from datetime import timedelta

import asyncpg

from models.database import Database
from models.notifications import KEPT, MISSED, SEND, SENDING
from models.tasks.task_changes import CHANNEL, TaskEvents
from server.worker import SYSTEM

NOTIFIER = "task-record notifier"
"""What its connection is called."""
LOOK_EVERY = 1.0
"""Seconds. Processes that died, and whoever writes by SQL, leave what they noted to others."""
TOGETHER = 0.01
"""Seconds that lie between one sending and the next, so that many changes share one."""
UNHEARD = timedelta(seconds=5)
"""What was sent so shortly before the last answer may not have arrived."""


class Notifier:
    """Of one process and one database, for all of the process's subscribers. One connection at a time."""

    def __init__(self, database: Database, events: TaskEvents) -> None:
        self.database, self.events = database, events
        self.answered_at = time.monotonic()

    async def notify(self, connection: asyncpg.Connection) -> None:
        """Send and hear until the connection is lost. What was missed before there was one is handed on at once."""
        await connection.execute(SENDING)
        await connection.add_listener(CHANNEL, self.hear)
        await self.catch_up()
        while True:
            self.database.written.clear()
            await connection.fetch(SEND)
            self.answered_at = time.monotonic()
            await asyncio.sleep(TOGETHER)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self.database.written.wait()

    def hear(self, *notification: object) -> None:
        self.events.deliver(str(notification[-1]))

    async def catch_up(self) -> None:
        """Hand on what may have been missed since the last answer; a subscriber may be given it a second time."""
        missed = timedelta(seconds=time.monotonic() - self.answered_at) + UNHEARD
        if missed > KEPT:
            self.events.fall_behind()
        elif self.events.subscribers:
            for row in await self.database.rows(MISSED.bind(channel=CHANNEL, past=missed), SYSTEM, "service_role"):
                self.events.deliver(row.message)
