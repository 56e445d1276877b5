"""Ends a download when its user is erased meanwhile."""

import asyncio
from asyncio import Task, TimerHandle
from collections.abc import Callable
from contextlib import suppress
from typing import Self
from uuid import UUID

from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database
from models.erasure.erasure_statements import IS_BEING_ERASED
from server.exports.download_places import DownloadEnded

CHECK_SECONDS = 10.0
"""Seconds between two looks whether the user is being erased."""
LEASE_SECONDS = 30.0
"""
Seconds that a download goes on after the last look that found no erasure. An erasure is complete after a minute at the
earliest (`erase_user.sql`), so that whatever happens to this process or its database, no download outlives the receipt.
"""


async def is_being_erased(database: Database, user_id: UUID) -> bool:
    """Whether the user was erased, and the erasure is not complete."""
    [found] = await database.rows(IS_BEING_ERASED.bind(user_id=user_id), NOBODY, "service_role", user_id)
    return found.is_being_erased


class ErasureWatch:
    """
    A context manager for a download of the user's tasks. It calls `end` as soon as it finds that the user is being
    erased, or when the database has not said for LEASE_SECONDS that they are not. `since` is the event loop's time at
    which it last said so.
    """

    watching: Task[None]
    lease: TimerHandle

    def __init__(self, database: Database, user_id: UUID, since: float, end: Callable[[DownloadEnded], None]) -> None:
        self.database, self.user_id, self.end = database, user_id, end
        self.since = since

    def __enter__(self) -> Self:
        self.extend(self.since)
        self.watching = asyncio.create_task(self.watch())
        return self

    def __exit__(self, *_: object) -> None:
        self.watching.cancel()
        self.lease.cancel()

    def extend(self, since: float) -> None:
        over = DownloadEnded("the database did not say whether the user was erased")
        self.lease = asyncio.get_running_loop().call_at(since + LEASE_SECONDS, self.end, over)

    async def watch(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            asked = clock()
            with suppress(TimeoutError, *UNUSABLE):
                if await is_being_erased(self.database, self.user_id):
                    self.end(DownloadEnded("the user was erased"))
                    return
                self.lease.cancel()
                self.extend(asked)
