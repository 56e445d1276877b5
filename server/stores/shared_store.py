import logging
import time
from collections.abc import Awaitable, Callable
from typing import Self, TypeVar

from pydantic import SecretStr

T = TypeVar("T")
logger = logging.getLogger(__name__)

STORE_TIMEOUT = 1.0
"""Seconds for which a request waits for the store."""
ASKED_AGAIN_AFTER = 5.0
"""Seconds after a failure until one request tries the store again, while the others continue without it."""
COMPLAINTS_EVERY = 60.0
"""Seconds between two warnings in the log."""


class StoreUnusable(Exception):
    """The store cannot be used at present; the process must use only its own state."""


class SharedStore:
    """The Redis or Valkey server of REDIS_URL, which stores the state that processes share."""

    def __init__(self, address: SecretStr) -> None:
        from redis.asyncio import BlockingConnectionPool, Redis  # takes a quarter of a second, and few need it
        from redis.exceptions import RedisError

        pool = BlockingConnectionPool.from_url(
            address.get_secret_value(),
            timeout=STORE_TIMEOUT,
            socket_timeout=STORE_TIMEOUT,
            socket_connect_timeout=STORE_TIMEOUT,
        )
        self.client = Redis.from_pool(pool)
        self.failures = (RedisError, OSError)
        self.fails = False
        self.asked_again_at = self.complained_at = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """Return the result of `question`; StoreUnusable if the store fails, or failed in the last 5 seconds."""
        now = time.monotonic()
        if self.fails and now < self.asked_again_at:
            raise StoreUnusable
        self.asked_again_at = now + ASKED_AGAIN_AFTER
        try:
            answer = await question()
        except self.failures as error:
            self.complain(error)
            raise StoreUnusable from error
        self.fails = False
        return answer

    def complain(self, error: Exception) -> None:
        """Record that the store failed, and log it at most once a minute."""
        now = time.monotonic()
        self.fails, self.asked_again_at = True, now + ASKED_AGAIN_AFTER
        if not self.complained_at or now > self.complained_at + COMPLAINTS_EVERY:
            self.complained_at = now
            logger.warning("REDIS_URL cannot be used, each process counts for itself: %s", error)
