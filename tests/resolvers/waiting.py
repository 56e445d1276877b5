"""Waits for what the server or its worker does."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 20.0
"""Seconds that it may take on a busy machine."""


async def until(is_met: Callable[[], Awaitable[object]], patience: float = PATIENCE) -> None:
    async with asyncio.timeout(patience):
        while not await is_met():  # noqa: ASYNC110 - neither storage nor PostgreSQL notifies a test
            await asyncio.sleep(0.02)
