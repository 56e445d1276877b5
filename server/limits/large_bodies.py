import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from uuid import UUID
from weakref import WeakValueDictionary

from starlette.requests import Request

from server.http.body import IN_MEMORY, MANY, BodyLimits, check_announced, chunks, parse_json


def is_large(request: Request) -> bool:
    """Whether a JSON body says that it has more than 128 KiB, or does not say how many bytes it has."""
    announced = request.headers.get("Content-Length", "")
    return not announced.isdecimal() or int(announced) > IN_MEMORY


class LargeBodies:
    """
    Memory for the values of large JSON bodies: enough for the largest that is taken, or several smaller ones. Others
    wait for it on disk, and of each sender one at a time.
    """

    def __init__(self, limits: BodyLimits) -> None:
        self.limits = limits
        self.most = max(limits.size // MANY, 1)
        self.room = asyncio.Semaphore(self.most)
        self.line = asyncio.Lock()
        self.turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def json(self, request: Request, sender: UUID) -> AsyncIterator[object]:
        """The value in the body, which has its share of the memory until the context is left."""
        check_announced(request, self.limits)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            async for chunk in chunks(request, self.limits):
                body.write(chunk)
            size = body.tell()
            body.seek(0)
            # Who sends many waits for their own.
            async with self.turns.setdefault(sender, asyncio.Lock()), self.taken(min(-(-size // MANY), self.most)):
                yield parse_json(body.read())

    @asynccontextmanager
    async def taken(self, amount: int) -> AsyncIterator[None]:
        """Hold `amount` MiB of the memory."""
        taken = 0
        try:
            async with self.line:  # of two that each have half of what they need neither would ever go on
                while taken < amount:
                    await self.room.acquire()
                    taken += 1
            yield
        finally:
            for _ in range(taken):
                self.room.release()
