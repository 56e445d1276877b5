import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from starlette.types import Receive

from server.requests.refusals import ExecutionTimeout

T = TypeVar("T")
UNWATCHED = 0.25
"""Seconds before the client is watched. Nearly all work is done by then, and costs no more than a timer."""


class ClientGone(Exception):
    """The client has disconnected, so nobody waits for the answer."""


class ClientWatch:
    """
    Cancels the task when it takes longer than `seconds`, or when its client disconnects; `reason` is then the exception
    that says which.
    """

    def __init__(self, task: asyncio.Task[object], receive: Receive, seconds: float) -> None:
        self.task, self.receive, self.seconds = task, receive, seconds
        self.reason: Exception | None = None
        self.watching: asyncio.Task[None] | None = None
        self.timer = task.get_loop().call_later(min(UNWATCHED, seconds), self.begin)

    def begin(self) -> None:
        """Start to watch the client, since the task is one of the few that take long."""
        self.watching = asyncio.create_task(self.watch())

    async def watch(self) -> None:
        """Cancel the task when its client disconnects, or when its time is over."""
        try:
            async with asyncio.timeout(self.seconds - UNWATCHED):
                while (await self.receive())["type"] != "http.disconnect":
                    pass
            self.reason = ClientGone()
        except TimeoutError:
            self.reason = ExecutionTimeout(self.seconds)
        self.task.cancel()

    def end(self) -> None:
        """Stop watching, since the task has ended."""
        self.timer.cancel()
        if self.watching:
            self.watching.cancel()


async def while_connected(work: Coroutine[object, None, T], receive: Receive, seconds: float) -> T:
    """Return what `work` returns; ExecutionTimeout after `seconds`, ClientGone when the client disconnects first."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("only a task can be cancelled")
    watch = ClientWatch(task, receive, seconds)
    try:
        return await work
    except asyncio.CancelledError:
        if watch.reason is None:
            raise
        watch.task.uncancel()
        raise watch.reason from None
    finally:
        watch.end()


async def within(seconds: float, work: Coroutine[object, None, T]) -> T:
    """Return what `work` returns; ExecutionTimeout after `seconds`. The client is not watched."""
    try:
        async with asyncio.timeout(seconds) as timeout:
            return await work
    except TimeoutError:
        if timeout.expired():
            raise ExecutionTimeout(seconds) from None
        raise
