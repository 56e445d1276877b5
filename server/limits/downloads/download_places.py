"""The places for downloads: how many clients may download at once, and which download ends when there are more."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from starlette.types import Message, Send

from resolvers.limits.fair_share import SHARES, FairShare

PIECE = 64 * 1024
"""Bytes that are handed to the connection at a time: the next ones wait until the client has taken these."""
SLOW = 512 * 1024
"""Bytes a second. A slower client loses its place when all places are taken."""
SLOW_THRESHOLD_SECONDS = 30.0
"""Seconds for which any download may last, however slow."""


class DownloadEnded(Exception):
    """The server ended a download, for the reason in the message."""


@dataclass(eq=False)
class Sending:
    """Sends a download, and measures how fast its client takes it. The response begins with the first bytes."""

    start: Message
    send: Send
    end: Callable[[DownloadEnded], None]
    began: float = field(default_factory=monotonic)
    begun: bool = False
    """Whether the response has begun."""
    size: int = 0
    """Bytes that were sent."""
    waited: float = 0.0
    """Seconds in which the client had not taken what it was sent, and nothing more was sent."""
    waiting_since: float = inf

    async def __call__(self, chunk: bytes) -> None:
        if not self.begun:
            self.begun = True
            await self.send(self.start)
        for position in range(0, len(chunk), PIECE):
            piece = chunk[position : position + PIECE]
            self.waiting_since = monotonic()
            await self.send({"type": "http.response.body", "body": piece, "more_body": True})
            self.waited += monotonic() - self.waiting_since
            self.waiting_since = inf
            self.size += len(piece)

    def seconds_behind(self, now: float) -> float:
        """Seconds for which the client has waited longer than one that takes SLOW bytes a second; negative if less."""
        return self.waited + max(0.0, now - self.waiting_since) - self.size / SLOW


class DownloadPlaces:
    """
    The places for downloads of this process; one owner has at most `each` of them. When all are taken, the download
    that is furthest behind is ended for the next one, so that slow clients do not block others.
    """

    def __init__(self, each: int, refusal: Callable[[], Exception]) -> None:
        self.share = FairShare(SHARES * each, refusal, visitors=SHARES * each)
        self.under_way: set[Sending] = set()

    async def take(self, owner: Hashable, amount: int = 1) -> None:
        """Take places until they are returned to `share`. Raises the refusal unless they are free within 5 seconds."""
        if self.share.free < amount:
            self.end_slowest()
        await self.share.take(owner, amount)

    @contextmanager
    def listed(self, sending: Sending) -> Iterator[None]:
        """While the context is open, the download may be ended for another."""
        self.under_way.add(sending)
        try:
            yield
        finally:
            self.under_way.discard(sending)

    def end_slowest(self) -> None:
        """End the download that is furthest behind, if it is slow and has lasted for SLOW_THRESHOLD_SECONDS."""
        now = monotonic()
        old = (sending for sending in self.under_way if now - sending.began > SLOW_THRESHOLD_SECONDS)
        slowest = max(old, key=lambda sending: sending.seconds_behind(now), default=None)
        if slowest and slowest.seconds_behind(now) > 0:
            self.under_way.discard(slowest)
            slowest.end(DownloadEnded("its client was slow, and others waited"))
