import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from time import monotonic

from resolvers.limits.fair_share import FairShare


@asynccontextmanager
async def cpu_slot(cpu_slots: FairShare, owner: Hashable) -> AsyncIterator[None]:
    """
    Wait for the owner's turn at work that blocks the event loop for milliseconds, such as parsing a large body or a new
    document. After a turn, no other begins for as long as that turn took, so that other requests are answered.
    """
    await cpu_slots.take(owner)
    began = monotonic()
    try:
        yield
    finally:
        asyncio.get_running_loop().call_later(monotonic() - began, cpu_slots.give_back, owner)
