"""Receives PostgreSQL's notifications of all processes' changes, and sends the waiting ones."""

import asyncio
import time
from contextlib import suppress
from datetime import timedelta

import asyncpg

from models.claims import NOBODY
from models.database import Database
from models.notifications import MISSED, RETAINED, SEND, SENDING
from models.tasks.task_changes import CHANNEL, TaskEvents

LOOK_EVERY = 1.0
"""
Seconds after which notifications are sent even if this process wrote nothing: killed processes, and clients that write
by SQL, do not send theirs.
"""
DEBOUNCE_SECONDS = 0.01
"""Seconds between one sending and the next, so that many changes share one."""
UNHEARD = timedelta(seconds=5)
"""Notifications sent in this time before PostgreSQL's last answer may have been lost with the connection."""


class Notifier:
    """Listens to one database on one connection, for all subscribers of this process."""

    def __init__(self, database: Database, events: TaskEvents) -> None:
        self.database, self.events = database, events
        self.answered_at = time.monotonic()
        self.written = asyncio.Event()
        database.written.append(self.written)

    async def notify(self, connection: asyncpg.Connection) -> None:
        """Deliver the notifications missed since the last connection, and then new ones until this one is lost."""
        await connection.execute(SENDING)
        await connection.add_listener(CHANNEL, self.hear)
        await self.catch_up()
        while True:
            self.written.clear()
            await connection.fetch(SEND)
            self.answered_at = time.monotonic()
            await asyncio.sleep(DEBOUNCE_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self.written.wait()

    def hear(self, *notification: object) -> None:
        """Deliver the payload of a notification, the last argument that asyncpg gives a listener."""
        self.events.deliver(str(notification[-1]))

    async def catch_up(self) -> None:
        """
        Deliver the notifications that may have been missed since PostgreSQL's last answer, some of them for the second
        time. If PostgreSQL no longer stores all of them, end all subscriptions, so that clients subscribe again.
        """
        missed = timedelta(seconds=time.monotonic() - self.answered_at) + UNHEARD
        if missed > RETAINED:
            self.events.fall_behind()
        elif self.events.has_subscribers:
            for row in await self.database.rows(MISSED.bind(channel=CHANNEL, past=missed), NOBODY, "service_role"):
                self.events.deliver(row.message)
