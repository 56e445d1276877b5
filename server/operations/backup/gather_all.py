import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


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
