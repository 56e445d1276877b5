"""Ends a download that its client may not have any more."""

import asyncio
from asyncio import Task, TimerHandle
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Self

from models.background import begin
from models.connection import UNUSABLE
from server.limits.downloads.download_places import DownloadEnded

CHECK_SECONDS = 10.0
"""Seconds between two looks whether the download may go on."""
LEASE_SECONDS = 30.0
"""
Seconds that a download goes on after the last look that allowed it. An erasure is complete after a minute at the
earliest (`erase_user.sql`), so that whatever happens to this process or its database, no download outlives the receipt;
nor does one outlive a share link, or the membership of a board, by a minute.
"""


class AccessWatch:
    """
    A context manager for a download. It calls `end` as soon as `is_over` returns true, or when the database has not
    said for LEASE_SECONDS that it is not. `since` is the event loop's time at which it last said so.
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
        over = DownloadEnded("the database did not say whether it may go on")
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
