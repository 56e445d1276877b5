import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from starlette.types import Receive

from server.http.refusals import ExecutionTimeout

T = TypeVar("T")
UNATTENDED = 0.25
"""Seconds. What is done by then, as nearly everything is, costs one timer."""


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Attendance:
    """
    Cancels `task` when it takes longer than `seconds`, or when the client that waits for it goes away; `reason` says
    which.
    """

    def __init__(self, task: asyncio.Task[object], receive: Receive, seconds: float) -> None:
        self.task, self.receive, self.seconds = task, receive, seconds
        self.reason: Exception | None = None
        self.watching: asyncio.Task[None] | None = None
        self.timer = task.get_loop().call_later(min(UNATTENDED, seconds), self.begin)

    def begin(self) -> None:
        """Watch the client, now that the task takes long enough for it to matter."""
        self.watching = asyncio.create_task(self.watch())

    async def watch(self) -> None:
        try:
            async with asyncio.timeout(self.seconds - UNATTENDED):
                while (await self.receive())["type"] != "http.disconnect":
                    pass
            self.reason = ClientGone()
        except TimeoutError:
            self.reason = ExecutionTimeout(self.seconds)
        self.task.cancel()

    def end(self) -> None:
        """Stop watching: the task has ended by itself."""
        self.timer.cancel()
        if self.watching:
            self.watching.cancel()


async def attended(work: Coroutine[object, None, T], receive: Receive, seconds: float) -> T:
    """What `work` returns; ExecutionTimeout after `seconds`, ClientGone when the client went away meanwhile."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("only a task can be cancelled")
    attendance = Attendance(task, receive, seconds)
    try:
        return await work
    except asyncio.CancelledError:
        if attendance.reason is None:
            raise
        attendance.task.uncancel()
        raise attendance.reason from None
    finally:
        attendance.end()


async def within(seconds: float, work: Coroutine[object, None, T]) -> T:
    """What `work` returns; ExecutionTimeout after `seconds`. For where nothing tells that the client went away."""
    try:
        async with asyncio.timeout(seconds) as timeout:
            return await work
    except TimeoutError:
        if timeout.expired():
            raise ExecutionTimeout(seconds) from None
        raise
