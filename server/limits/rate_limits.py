"""How much one user may ask for in a while: requests, and what they cost."""

import asyncio
import time
from contextlib import suppress
from functools import partial
from math import ceil

from limits import RateLimitItem

from resolvers.access import Caller, Role
from server.http.refusals import RateLimited
from server.settings.settings import Settings
from server.shared_store import SharedStore, StoreUnusable

SWEEP_EVERY = 60.0
"""Seconds."""
BYTES_A_UNIT = 16 * 1024
"""Bytes of a large body that cost as much to read as a unit of cost: some 0.1 ms."""
PACE = 8
"""How many times as long as the limit would have it, long work takes once it has to wait."""
ADD = """
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
if count == tonumber(ARGV[1]) then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return {count, redis.call('TTL', KEYS[1])}
"""
"""Does in Redis what Counters.add does here."""


class Counters:
    """The counts of this process alone. A count takes 2 µs."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.ends: dict[str, float] = {}
        self.swept_at = 0.0

    def add(self, key: str, amount: int, seconds: int) -> tuple[int, float]:
        """
        Add `amount` to the count under the key, which begins anew `seconds` after it was first added to. The count,
        and after how many seconds it begins anew.
        """
        now = time.monotonic()
        if self.ends.get(key, 0) <= now:
            self.sweep(now)
            self.ends[key] = now + seconds
            self.counts[key] = 0
        self.counts[key] += amount
        return self.counts[key], self.ends[key] - now

    def sweep(self, now: float) -> None:
        """Forget the counts that are over, once a minute at most."""
        if now < self.swept_at + SWEEP_EVERY:
            return
        self.swept_at = now
        for key in [key for key, ends_at in self.ends.items() if ends_at <= now]:
            del self.counts[key], self.ends[key]


class RateLimits:
    """
    Counts what each user asks for, in this process or, with REDIS_URL, in all together.

    A trusted back end, with the role SERVICE, acts for many users and is not held to what one may do.
    """

    def __init__(self, settings: Settings, shared: SharedStore | None) -> None:
        self.requests, self.cost = settings.requests_per_user, settings.cost_per_user
        self.own = Counters()
        self.shared = shared
        self.add_shared = shared.client.register_script(ADD) if shared else None

    async def count_request(self, caller: Caller) -> None:
        """Count a request; RateLimited when it is one too many."""
        if self.requests and caller.role is not Role.SERVICE:
            await self.count(self.requests, caller, 1, "requests", "REQUESTS_PER_USER")

    async def count_cost(self, caller: Caller, cost: int) -> int | None:
        """
        Count what an operation costs and return what is left, None where there is no limit; RateLimited when that is
        less than nothing.
        """
        if self.cost is None or caller.role is Role.SERVICE:
            return None
        return await self.count(self.cost, caller, cost, "cost", "COST_PER_USER")

    async def count_bytes(self, caller: Caller, size: int) -> None:
        """Count what it costs to read so many bytes; RateLimited when that is too much."""
        await self.count_cost(caller, ceil(size / BYTES_A_UNIT))

    async def pace(self, caller: Caller, cost: int) -> None:
        """
        Count what a part of long work costs. Once half of what the caller may ask for is used up, it waits, so that it
        takes an eighth of that, and leaves the rest to what they ask for meanwhile.
        """
        if self.cost is None:
            return
        count, _ = await self.add(f"task-record:cost:{caller.id.hex}", cost, self.cost.get_expiry())
        if count > self.cost.amount / 2:
            await asyncio.sleep(PACE * cost * self.cost.get_expiry() / self.cost.amount)

    async def count(self, limit: RateLimitItem, caller: Caller, amount: int, what: str, setting: str) -> int:
        """Add `amount` of `what` and return what is left."""
        count, remaining = await self.add(f"task-record:{what}:{caller.id.hex}", amount, limit.get_expiry())
        if count > limit.amount:
            seconds = max(1, ceil(remaining))
            raise RateLimited(
                f"The limit is {what} of {limit.amount:,} per {limit.multiples} {limit.GRANULARITY.name} for each "
                f"user ({setting}); try again in {seconds} seconds.",
                seconds,
                limit=setting,
            )
        return limit.amount - count

    async def add(self, key: str, amount: int, seconds: int) -> tuple[int, float]:
        """
        As Counters.add, together with the other processes. While that cannot be each counts for itself: a limit that is
        too wide is better than no service.
        """
        if self.shared and self.add_shared:
            with suppress(StoreUnusable):
                count, remaining = await self.shared.ask(partial(self.add_shared, keys=[key], args=[amount, seconds]))
                return count, remaining
        return self.own.add(key, amount, seconds)
