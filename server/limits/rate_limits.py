"""How much one user may ask for in a while: requests, and what they cost."""

import logging
import time
from math import ceil
from typing import Any, Self

from limits import RateLimitItem
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.errors import StorageError

from resolvers.access import Caller, Role
from server.http.refusals import RateLimited
from server.settings.settings import Settings

logger = logging.getLogger(__name__)

SWEEP_EVERY = 60.0
"""Seconds, and between two complaints that the storage fails."""
PATIENCE = 1.0
"""Seconds for which the storage that processes share may let a request wait."""


class Counters(MemoryStorage):
    """
    The counts of this process alone. A count takes 2 µs; that of limits' own storage, which looks at every key each
    time, 100 times as long with 1,000 keys and thousands of times with 100,000, and holds the event loop meanwhile.
    """

    swept_at = 0.0

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add `amount` to the count under the key, which begins anew `expiry` seconds after its first count."""
        now = time.time()
        if self.expirations.get(key, 0) <= now:
            self.sweep(now)
            self.expirations[key] = now + expiry
            self.storage[key] = 0
        self.storage[key] += amount
        return self.storage[key]

    def sweep(self, now: float) -> None:
        """Forget the counts that have expired, once a minute at most."""
        if now < self.swept_at + SWEEP_EVERY:
            return
        self.swept_at = now
        for key in [key for key, expires_at in self.expirations.items() if expires_at <= now]:
            del self.storage[key], self.expirations[key]


class RateLimits:
    """
    Counts what each user asks for, in this process or, with RATE_LIMIT_URL, in a Redis that processes share.

    A trusted back end, with the role SERVICE, acts for many users and is not held to what one may do.
    """

    def __init__(self, settings: Settings) -> None:
        self.requests, self.cost = settings.requests_per_user, settings.cost_per_user
        self.own = Counters()
        self.complained_at = 0.0
        self.shared: Storage | None = None
        if settings.rate_limit_url:
            from redis.asyncio import ConnectionPool  # a quarter of a second the first time, and seldom needed

            self.pool = ConnectionPool.from_url(
                settings.rate_limit_url.get_secret_value(), socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
            )
            options: Any = {"connection_pool": self.pool, "implementation": "redispy"}
            self.shared = RedisStorage("async+redis://", wrap_exceptions=True, **options)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.shared:
            await self.pool.disconnect()

    def complain(self, error: StorageError) -> None:
        """Log that the shared storage fails, once a minute at most."""
        if time.time() > self.complained_at + SWEEP_EVERY:
            self.complained_at = time.time()
            logger.warning("The rate limits' storage cannot be used: %r", error.storage_error)

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

    async def count(self, limit: RateLimitItem, caller: Caller, amount: int, what: str, setting: str) -> int:
        """
        Add `amount` of `what` and return what is left. Each process counts for itself while the shared storage fails:
        a limit that is too wide is better than no service.
        """
        key, expiry = f"{what}/{caller.id.hex}", limit.get_expiry()
        storage = self.shared or self.own
        try:
            count = await storage.incr(key, expiry, amount)
        except StorageError as error:
            self.complain(error)
            storage = self.own
            count = await storage.incr(key, expiry, amount)
        if count > limit.amount:
            seconds = max(1, ceil(await storage.get_expiry(key) - time.time()))
            raise RateLimited(
                f"The limit is {what} of {limit.amount:,} per {limit.multiples} {limit.GRANULARITY.name} for each "
                f"user ({setting}); try again in {seconds} seconds.",
                seconds,
            )
        return limit.amount - count
