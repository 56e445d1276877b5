import asyncio
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from secrets import token_hex
from typing import Self
from uuid import UUID

from resolvers.access import Caller
from server.observation.operation_measures import SUBSCRIPTIONS
from server.requests.refusals import TooManyAtOnce
from server.stores.shared_store import SharedStore, StoreUnusable

RENEWED_EVERY = 15.0
"""Seconds: a third of LEASE, so that a renewal may fail once."""
LEASE = 45
"""Seconds for which a subscription counts unless its lease is renewed, since its process may have been killed."""
TAKE = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZREM', KEYS[1], ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
"""
Takes the lease ARGV[1] in the set KEYS[1] for ARGV[3] seconds, unless ARGV[2] others have not ended; returns 1 if it is
taken, else 0.
"""
RENEW = """
local ends = redis.call('TIME')[1] + ARGV[3]
for number = 1, ARGV[2] do
  redis.call('ZADD', KEYS[1], ends, ARGV[1] .. '/' .. number)
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
"""
"""Renews the first ARGV[2] leases of the process ARGV[1] in the set KEYS[1] for ARGV[3] seconds."""


class Leases:
    """
    The subscriptions of all processes, in Redis. Each user has a sorted set of them, whose members name a process and a
    number, and whose scores are the seconds in which their leases end.
    """

    def __init__(self, shared: SharedStore) -> None:
        self.shared = shared
        self.process = token_hex(8)
        self.take_script = shared.client.register_script(TAKE)
        self.renew_script = shared.client.register_script(RENEW)

    async def take(self, user_id: UUID, number: int, at_most: int) -> bool:
        """
        Take a lease for the user's `number`th subscription in this process. Returns whether they may have it, which is
        True when Redis cannot be used.
        """
        member = f"{self.process}/{number}"
        take = partial(self.take_script, keys=[key_of(user_id)], args=[member, at_most, LEASE])
        try:
            taken = await self.shared.ask(take)
        except StoreUnusable:
            return True
        return bool(taken)

    async def give_back(self, user_id: UUID, number: int) -> None:
        """End the lease of the user's `number`th subscription in this process."""
        with suppress(StoreUnusable):
            await self.shared.ask(lambda: self.shared.client.zrem(key_of(user_id), f"{self.process}/{number}"))

    async def renew(self, counts: Mapping[UUID, int]) -> None:
        """Renew the leases of this process; `counts` has the number of each user's."""
        for user_id, count in counts.items():
            renew = partial(self.renew_script, keys=[key_of(user_id)], args=[self.process, count, LEASE])
            with suppress(StoreUnusable):
                await self.shared.ask(renew)


class Subscriptions:
    """
    Counts the subscriptions of each user, over WebSockets and as streams, in this process or, with REDIS_URL, in all
    processes.

    `stopping` is set when the process is about to end. Streams end then, and WebSockets are closed.
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
        """Count one more subscription of the caller's; TooManyAtOnce when they have as many as they may."""
        if self.by_user[caller.id] >= self.at_most:
            raise self.too_many()
        self.by_user[caller.id] += 1
        SUBSCRIPTIONS.inc()
        taken = False
        try:
            taken = not self.leases or await self.leases.take(caller.id, self.by_user[caller.id], self.at_most)
        finally:
            if not taken:
                self.leave(caller)
        if not taken:
            raise self.too_many()

    def leave(self, caller: Caller) -> None:
        """Count one subscription of the caller's less."""
        if self.leases:
            task = asyncio.create_task(self.leases.give_back(caller.id, self.by_user[caller.id]))
            self.giving_back.add(task)
            task.add_done_callback(self.giving_back.discard)
        self.by_user[caller.id] -= 1
        SUBSCRIPTIONS.dec()
        if not self.by_user[caller.id]:
            del self.by_user[caller.id]

    def too_many(self) -> TooManyAtOnce:
        return TooManyAtOnce(self.at_most, "subscriptions", "MAX_SUBSCRIPTIONS_PER_USER")

    async def renew(self, leases: Leases) -> None:
        """Renew the leases every 15 seconds until cancelled."""
        while True:
            await asyncio.sleep(RENEWED_EVERY)
            await leases.renew(dict(self.by_user))


def key_of(user_id: UUID) -> str:
    return f"task-record:subscriptions:{user_id.hex}"
