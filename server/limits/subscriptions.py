import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from secrets import token_hex
from typing import Self
from uuid import UUID

from models.background import begin, supervise
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
local ends = redis.call('TIME')[1] + ARGV[1]
for number = 2, #ARGV do
  redis.call('ZADD', KEYS[1], ends, ARGV[number])
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""
"""Renews the leases ARGV[2] and following in the set KEYS[1] for ARGV[1] seconds."""


class Leases:
    """
    The subscriptions of all processes, in Redis. Each user has a sorted set of leases, whose scores are the seconds in
    which they end.
    """

    def __init__(self, shared: SharedStore) -> None:
        self.shared = shared
        self.take_script = shared.client.register_script(TAKE)
        self.renew_script = shared.client.register_script(RENEW)

    async def take(self, user_id: UUID, lease: str, at_most: int) -> bool:
        """Take the lease. Return whether the user may have it; True when Redis cannot be used."""
        take = partial(self.take_script, keys=[key_of(user_id)], args=[lease, at_most, LEASE])
        try:
            taken = await self.shared.ask(take)
        except StoreUnusable:
            return True
        return bool(taken)

    async def give_back(self, user_id: UUID, lease: str) -> None:
        with suppress(StoreUnusable):
            await self.shared.ask(lambda: self.shared.client.zrem(key_of(user_id), lease))

    async def renew(self, of_users: Mapping[UUID, Sequence[str]]) -> None:
        """Renew the leases of this process, which are given by user."""
        for user_id, leases in of_users.items():
            renew = partial(self.renew_script, keys=[key_of(user_id)], args=[LEASE, *leases])
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
        self.taken: defaultdict[UUID, list[str]] = defaultdict(list)
        """The leases of each user's subscriptions in this process, without those that are being taken."""
        self.leases = Leases(shared) if shared else None
        self.stopping = asyncio.Event()
        self.renewing: asyncio.Task[None] | None = None
        self.giving_back: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        if self.leases:
            self.renewing = supervise("subscription leases", partial(self.renew, self.leases))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.renewing:
            self.renewing.cancel()
        if self.giving_back:
            await asyncio.wait(self.giving_back)

    async def enter(self, caller: Caller) -> None:
        """Count one more subscription of the caller's; TooManyAtOnce when they have the most allowed."""
        if self.by_user[caller.id] >= self.at_most:
            raise self.too_many()
        self.by_user[caller.id] += 1
        SUBSCRIPTIONS.inc()
        lease, is_taken = token_hex(8), False
        try:
            if self.giving_back:  # subscriptions that the caller has just ended no longer count
                await asyncio.wait([*self.giving_back])
            is_taken = not self.leases or await self.leases.take(caller.id, lease, self.at_most)
        finally:
            if is_taken:
                self.taken[caller.id].append(lease)
            else:
                self.end(caller, lease)
        if not is_taken:
            raise self.too_many()

    def leave(self, caller: Caller) -> None:
        """Count one subscription less for the caller."""
        self.end(caller, self.taken[caller.id].pop())

    def end(self, caller: Caller, lease: str) -> None:
        """Count one subscription less for the caller, and return its lease."""
        if self.leases:
            task = begin("subscription leases", self.leases.give_back(caller.id, lease))
            self.giving_back.add(task)
            task.add_done_callback(self.giving_back.discard)
        self.by_user[caller.id] -= 1
        SUBSCRIPTIONS.dec()
        if not self.by_user[caller.id]:
            del self.by_user[caller.id]
            self.taken.pop(caller.id, None)

    def too_many(self) -> TooManyAtOnce:
        return TooManyAtOnce(self.at_most, "subscriptions", "MAX_SUBSCRIPTIONS_PER_USER")

    async def renew(self, leases: Leases) -> None:
        """Renew the leases every 15 seconds until cancelled."""
        while True:
            await asyncio.sleep(RENEWED_EVERY)
            await leases.renew({user_id: [*taken] for user_id, taken in self.taken.items() if taken})


def key_of(user_id: UUID) -> str:
    return f"task-record:subscriptions:{user_id.hex}"
