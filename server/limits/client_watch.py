import asyncio
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from starlette.types import Receive

from models.background import begin
from server.requests.refusals import ExecutionTimeout

UNWATCHED = 0.25
"""Seconds before the client is watched. Nearly all work has ended by then, at the cost of a timer."""


class ClientGone(Exception):
    """The client has disconnected, so nobody waits for the answer."""


@dataclass(eq=False)
class ClientWatch:
    """
    A context manager that cancels its body after `seconds` and raises ExecutionTimeout. It raises ClientGone as soon as
    the client that sends to `receive` disconnects; without `receive`, only the time is watched. `end` cancels the body
    for another reason.
    """

    receive: Receive | None
    seconds: float
    reason: Exception | None = None
    watching: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task can be cancelled")
        self.task = task
        self.timer = task.get_loop().call_later(min(UNWATCHED, self.seconds), self.begin)
        return self

    def begin(self) -> None:
        """Start to watch the client, since the task is one of the few that take long."""
        self.watching = begin("client watch", self.watch())

    async def watch(self) -> None:
        """Cancel the task when its client disconnects, or when its time is over."""
        try:
            async with asyncio.timeout(self.seconds - UNWATCHED):
                if self.receive is None:
                    await asyncio.Event().wait()
                while self.receive and (await self.receive())["type"] != "http.disconnect":
                    pass
            self.end(ClientGone())
        except TimeoutError:
            self.end(ExecutionTimeout(self.seconds))

    def end(self, reason: Exception) -> None:
        """Cancel the body of the context, which then raises the reason; of several, the first."""
        if self.reason is None:
            self.reason = reason
            self.task.cancel()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.timer.cancel()
        if self.watching:
            self.watching.cancel()
        if self.reason and isinstance(error, asyncio.CancelledError):
            self.task.uncancel()
            raise self.reason from None
