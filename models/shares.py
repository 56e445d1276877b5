"""Shares of something limited, such as connections or bytes of memory, of which no owner may take all."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from typing import NamedTuple


class Waiter(NamedTuple):
    amount: int
    granted: asyncio.Future[None]


class Shares:
    """
    An amount of `total`, of which one owner holds at most `each` at a time, and waits for more. Of the owners that
    wait, the one that holds least is served first; of those that hold the same, the one whose turn is longest ago. So
    however much one owner asks for at once, another waits only for what is held, and not for what is asked for.
    """

    def __init__(self, total: int, each: int) -> None:
        self.each = min(each, total)
        self.free = total
        self.held: dict[Hashable, int] = {}
        self.waiting: dict[Hashable, deque[Waiter]] = {}

    @asynccontextmanager
    async def hold(self, owner: Hashable, amount: int = 1) -> AsyncIterator[None]:
        """Hold `amount`, or the owner's whole share if that is less, until the context is left."""
        amount = min(amount, self.each)
        await self.take(owner, amount)
        try:
            yield
        finally:
            self.give_back(owner, amount)

    async def take(self, owner: Hashable, amount: int = 1) -> None:
        """Wait for `amount`, and hold it until `give_back`. ValueError when it is more than one owner's share."""
        if amount > self.each:
            raise ValueError(f"nobody has more than {self.each}; {amount} were asked for")
        if not self.waiting and amount <= self.free and self.held.get(owner, 0) + amount <= self.each:
            self.grant(owner, amount)
            return
        waiter = Waiter(amount, asyncio.get_running_loop().create_future())
        self.waiting.setdefault(owner, deque()).append(waiter)
        self.serve()
        try:
            await waiter.granted
        except BaseException:
            if waiter.granted.cancelled():
                self.withdraw(owner, waiter)
            else:
                self.give_back(owner, amount)
            raise

    def give_back(self, owner: Hashable, amount: int = 1) -> None:
        """Give back all or a part of what `take` has granted."""
        self.free += amount
        self.held[owner] -= amount
        if not self.held[owner]:
            del self.held[owner]
        if self.waiting:
            if waiters := self.waiting.pop(owner, None):
                self.waiting[owner] = waiters  # behind those whose turn is longer ago
            self.serve()

    def grant(self, owner: Hashable, amount: int) -> None:
        self.free -= amount
        self.held[owner] = self.held.get(owner, 0) + amount

    def serve(self) -> None:
        """Grant amounts in turn while they are free. The first that is not free yet is overtaken by no later one."""
        while (owner := self.next_owner()) is not None:
            waiters = self.waiting[owner]
            if waiters[0].amount > self.free:
                return
            waiter = waiters.popleft()
            if not waiters:
                del self.waiting[owner]
            if not waiter.granted.cancelled():
                self.grant(owner, waiter.amount)
                waiter.granted.set_result(None)

    def next_owner(self) -> Hashable | None:
        """The owner whose turn it is, of those that may have what they wait for; None when there is none."""
        may_have_it = [
            owner for owner, waiters in self.waiting.items() if self.held.get(owner, 0) + waiters[0].amount <= self.each
        ]
        return min(may_have_it, key=lambda owner: self.held.get(owner, 0), default=None)

    def withdraw(self, owner: Hashable, waiter: Waiter) -> None:
        """Remove a waiter that was cancelled, unless `serve` has done so already."""
        waiters = self.waiting.get(owner, deque())
        if waiter in waiters:
            waiters.remove(waiter)
            if not waiters:
                del self.waiting[owner]
            self.serve()
