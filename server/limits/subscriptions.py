import asyncio
from collections import Counter
from typing import Self
from uuid import UUID

from resolvers.access import Caller
from server.http.refusals import RateLimited
from server.limits.leases import Leases
from server.limits.shared_store import SharedStore

RETRY_AFTER = 10
RENEWED_EVERY = 15.0
"""Seconds: a third of a lease, so that one may be missed."""


class Subscriptions:
    """
    The number of subscriptions that each user has, over WebSockets and as streams, in this process or, with REDIS_URL,
    in all together.

    `stopping` is set when the process is about to end, which ends the streams; WebSockets are closed then.
    """

    def __init__(self, at_most: int, shared: SharedStore | None) -> None:
        self.at_most = at_most
        self.by_user: Counter[UUID] = Counter()
        self.leases = Leases(shared) if shared else None
        self.stopping = asyncio.Event()
        self.renewing: asyncio.Task[None] | None = None
        self.giving_back: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        if self.leases:
            self.renewing = asyncio.create_task(self.renew(self.leases))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.renewing:
            self.renewing.cancel()
        if self.giving_back:
            await asyncio.wait(self.giving_back)

    async def enter(self, caller: Caller) -> None:
        """Count one more of the user's; RateLimited when they have as many as they may."""
        if self.by_user[caller.id] >= self.at_most:
            raise self.too_many()
        self.by_user[caller.id] += 1
        taken = False
        try:
            taken = not self.leases or await self.leases.take(caller.id, self.by_user[caller.id], self.at_most)
        finally:
            if not taken:
                self.leave(caller)
        if not taken:
            raise self.too_many()

    def leave(self, caller: Caller) -> None:
        """Count one less."""
        if self.leases:
            task = asyncio.create_task(self.leases.give_back(caller.id, self.by_user[caller.id]))
            self.giving_back.add(task)
            task.add_done_callback(self.giving_back.discard)
        self.by_user[caller.id] -= 1
        if not self.by_user[caller.id]:
            del self.by_user[caller.id]

    def too_many(self) -> RateLimited:
        return RateLimited(
            f"A user may have {self.at_most} subscriptions at once (MAX_SUBSCRIPTIONS_PER_USER); end one first.",
            RETRY_AFTER,
        )

    async def renew(self, leases: Leases) -> None:
        while True:
            await asyncio.sleep(RENEWED_EVERY)
            await leases.renew(dict(self.by_user))
