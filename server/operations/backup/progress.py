import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

EVERY = 5.0
"""Seconds between lines."""
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass
class Progress:
    """Reports every five seconds how many of `total` are done, and the time left."""

    report: Callable[[str], None]
    what: str
    total: int
    done: int = 0
    size: int = 0
    begun: float = field(default_factory=time.monotonic)
    reported: float = field(default_factory=time.monotonic)

    def add(self, size: int, number: int = 1) -> None:
        """Count a `number` of items as done, of `size` bytes together."""
        self.done += number
        self.size += size
        now = time.monotonic()
        if now - self.reported > EVERY:
            self.reported = now
            left = (now - self.begun) / self.done * (self.total - self.done)
            self.report(
                f"  {self.what} {self.done:,} of {self.total:,}, {self.size / 1e6:,.1f} MB; {left:,.0f} s to go"
            )


async def gather_all(do: Callable[[Item], Awaitable[Result]], items: Iterable[Item], at_once: int) -> list[Result]:
    """
    Return the results of `do` for the items, and run `at_once` of these concurrently. When one fails, the others are
    cancelled before its error is raised.
    """
    slots = asyncio.Semaphore(at_once)

    async def in_slot(item: Item) -> Result:
        async with slots:
            return await do(item)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(in_slot(item)) for item in items]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]
