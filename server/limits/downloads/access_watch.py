"""Ends a download when its client loses access to it."""

import asyncio
from asyncio import Task, TimerHandle
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Self

from models.background import begin
from models.connection import UNUSABLE
from server.limits.downloads.download_places import DownloadEnded

CHECK_SECONDS = 10.0
"""Seconds between two checks of the access."""
LEASE_SECONDS = 30.0
"""
Seconds for which a download continues after the last check that allowed it. An erasure is complete after a minute at
the earliest (`erase_user.sql`), so no download outlives its receipt, whatever happens to this process or its database.
Nor does a download outlive a share link, or the membership of a board, by a minute.
"""


class AccessWatch:
    """
    A context manager for a download. It calls `end` as soon as `is_over` returns true, or when no check has succeeded
    for LEASE_SECONDS. `since` is the event loop's time of the last successful check.
    """

    watching: Task[None]
    lease: TimerHandle

    def __init__(
        self, is_over: Callable[[], Awaitable[bool]], since: float, end: Callable[[DownloadEnded], None]
    ) -> None:
        self.is_over, self.end = is_over, end
        self.since = since

    def __enter__(self) -> Self:
        self.extend(self.since)
        self.watching = begin("access watch", self.watch())
        return self

    def __exit__(self, *_: object) -> None:
        self.watching.cancel()
        self.lease.cancel()

    def extend(self, since: float) -> None:
        over = DownloadEnded("the database did not report whether access continues")
        self.lease = asyncio.get_running_loop().call_at(since + LEASE_SECONDS, self.end, over)

    async def watch(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            asked = clock()
            with suppress(TimeoutError, *UNUSABLE):
                if await self.is_over():
                    self.end(DownloadEnded("its user was erased or has left its board, or its link has ended"))
                    return
                self.lease.cancel()
                self.extend(asked)
