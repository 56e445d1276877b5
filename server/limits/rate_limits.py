"""Limits how many requests one user may send in a period, and what they may cost."""

import asyncio
import time
from contextlib import suppress
from functools import partial
from math import ceil
from uuid import UUID

from models.pool import FREE_SECONDS
from resolvers.access import Caller, Role
from server.requests.refusals import RateLimited
from server.settings.rate import Rate
from server.settings.settings import Settings
from server.stores.shared_store import SharedStore, StoreUnusable

SWEEP_EVERY = 60.0
"""Seconds."""
UNITS_A_SECOND = 10_000
"""Units of cost for a second of a connection to PostgreSQL, which is busy for as long."""
BYTES_A_UNIT = 16 * 1024
"""Bytes of a large body that take as long to read as a unit of cost stands for: some 0.1 ms."""
PACE = 8
"""Once long work has to wait, it takes this many times as long as the limit alone would require."""
MAX_PAUSE = 20.0
"""Seconds of one wait: a proxy drops a download that sends nothing for a minute."""
ADD = """
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
if count == tonumber(ARGV[1]) then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return {count, redis.call('TTL', KEYS[1])}
"""
"""Does in Redis what Counters.add does in this process."""
Counter = tuple[str, UUID]
"""The name of the count, and the user."""


class Counters:
    """Counters of this process alone. To add to one takes 1 µs."""

    def __init__(self) -> None:
        self.counts: dict[Counter, tuple[int, float]] = {}
        """Each count, and the time at which its period ends."""
        self.swept_at = 0.0

    def add(self, counter: Counter, amount: int, seconds: int) -> tuple[int, float]:
        """
        Add `amount` to the counter, whose period ends `seconds` after the first addition. Return the count, and the
        seconds until its period ends.
        """
        now = time.monotonic()
        count, ends_at = self.counts.get(counter, (0, 0.0))
        if ends_at <= now:
            self.sweep(now)
            count, ends_at = 0, now + seconds
        self.counts[counter] = count + amount, ends_at
        return count + amount, ends_at - now

    def sweep(self, now: float) -> None:
        """Delete the counters whose period has ended, once a minute at most."""
        if now < self.swept_at + SWEEP_EVERY:
            return
        self.swept_at = now
        self.counts = {counter: count for counter, count in self.counts.items() if count[1] > now}


class RateLimits:
    """
    Counts the requests of each user and what they cost, in this process or, with REDIS_URL, in all processes.

    A trusted back end, with the role SERVICE, acts for many users and is not limited.
    """

    def __init__(self, settings: Settings, shared: SharedStore | None) -> None:
        self.cost = settings.cost_per_user
        self.count_request = partial(self.count, settings.requests_per_user, "requests", "REQUESTS_PER_USER")
        """Counts a request of a caller; RateLimited when they have sent too many."""
        self.count_cost = partial(self.count, self.cost, "cost", "COST_PER_USER")
        """Counts a cost of a caller's, and returns what they have left; RateLimited when that would be less than 0."""
        self.own = Counters()
        self.shared = shared
        self.add_shared = shared.client.register_script(ADD) if shared else None

    async def count_bytes(self, caller: Caller, size: int) -> None:
        """Count the cost of reading `size` bytes; RateLimited when the caller has less than that left."""
        await self.count_cost(caller, ceil(size / BYTES_A_UNIT))

    async def pace(self, caller: Caller, cost: int) -> None:
        """
        Count the cost of a part of long work, such as an export. After the caller has used half of their limit, wait.
        The work then uses at most an eighth of the limit, and leaves the rest to their other requests.
        """
        if self.cost is None:
            return
        count, _ = await self.add(("cost", caller.id), cost, self.cost.seconds)
        if count > self.cost.amount / 2:
            await asyncio.sleep(min(MAX_PAUSE, PACE * cost * self.cost.seconds / self.cost.amount))

    async def count(self, limit: Rate | None, what: str, setting: str, caller: Caller, amount: int = 1) -> int | None:
        """
        Add `amount` to the caller's counter `what` and return the rest of the limit; None without a limit. RateLimited
        when the limit is exceeded.
        """
        if limit is None or caller.role is Role.SERVICE:
            return None
        add = (what, caller.id), amount, limit.seconds
        count, remaining = await self.add(*add) if self.shared else self.own.add(*add)
        if count > limit.amount:
            raise limit_reached(limit, what, setting, remaining)
        return limit.amount - count

    async def add(self, counter: Counter, amount: int, seconds: int) -> tuple[int, float]:
        """
        Do what Counters.add does, for all processes together. While Redis cannot be used, each process counts by
        itself: a limit that is too generous is better than no service.
        """
        if self.shared and self.add_shared:
            what, user_id = counter
            keys = [f"task-record:{what}:{user_id.hex}"]
            with suppress(StoreUnusable):
                count, remaining = await self.shared.ask(partial(self.add_shared, keys=keys, args=[amount, seconds]))
                return count, remaining
        return self.own.add(counter, amount, seconds)


def limit_reached(limit: Rate, what: str, setting: str, remaining: float) -> RateLimited:
    """Return the refusal for a user who has reached the limit, whose period ends in `remaining` seconds."""
    seconds = max(1, ceil(remaining))
    return RateLimited(
        f"The limit is {what} of {limit.amount:,} per {limit.period} for each "
        f"user ({setting}); try again in {seconds} seconds.",
        seconds,
        limit=setting,
    )


def cost_of_statement(seconds: float) -> float:
    """Return the cost of a statement that used a connection for `seconds`; 0 or less up to FREE_SECONDS."""
    return (seconds - FREE_SECONDS) * UNITS_A_SECOND
