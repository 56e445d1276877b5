"""Room that is shared, of which nobody may have more than a part."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from typing import NamedTuple


class Waiter(NamedTuple):
    owner: Hashable
    amount: int
    granted: asyncio.Future[None]


class Shares:
    """
    Room for `total`, of which one owner has at most `each` at a time. Who asks for more waits; who comes first is
    served first, except that owners who have their part already hold nobody else up.
    """

    def __init__(self, total: int, each: int) -> None:
        self.total, self.each = total, each
        self.free = total
        self.held: Counter[Hashable] = Counter()
        self.waiting: list[Waiter] = []

    @asynccontextmanager
    async def hold(self, owner: Hashable, amount: int = 1) -> AsyncIterator[None]:
        """Have `amount`, or the owner's whole part where that is less, until the context is left."""
        amount = min(amount, self.each, self.total)
        await self.take(owner, amount)
        try:
            yield
        finally:
            self.give_back(owner, amount)

    async def take(self, owner: Hashable, amount: int = 1) -> None:
        """Wait for `amount`, which may be no more than one owner's part, and have it until it is given back."""
        if not self.waiting and self.fits(owner, amount):
            self.grant(owner, amount)
            return
        waiter = Waiter(owner, amount, asyncio.get_running_loop().create_future())
        self.waiting.append(waiter)
        self.serve()
        try:
            await waiter.granted
        except BaseException:
            if waiter.granted.done() and not waiter.granted.cancelled():
                self.give_back(owner, amount)
            else:
                self.waiting.remove(waiter)
                self.serve()
            raise

    def give_back(self, owner: Hashable, amount: int = 1) -> None:
        self.free += amount
        self.held[owner] -= amount
        if not self.held[owner]:
            del self.held[owner]
        self.serve()

    def serve(self) -> None:
        """Grant what fits now, in the order in which it was asked for."""
        for waiter in list(self.waiting):
            if waiter.granted.cancelled() or self.held[waiter.owner] + waiter.amount > self.each:
                continue
            if waiter.amount > self.free:
                return
            self.waiting.remove(waiter)
            self.grant(waiter.owner, waiter.amount)
            waiter.granted.set_result(None)

    def fits(self, owner: Hashable, amount: int) -> bool:
        return amount <= self.free and self.held[owner] + amount <= self.each

    def grant(self, owner: Hashable, amount: int) -> None:
        self.free -= amount
        self.held[owner] += amount
