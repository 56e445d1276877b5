"""What goes on in the background of a process: none of it ends without being logged, counted and begun again."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import Context
from functools import partial
from math import inf
from time import monotonic
from typing import Any, TypeVar

from prometheus_client import Counter

from models.connection import is_unreached

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

FAILURES = Counter("task_record_background_failures", "Errors of work in the background, by work.", ["work"])
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 10.0
"""Seconds until work that has failed begins again: each time twice as many."""
STEADY_AFTER = 60.0
"""Seconds for which work that had failed must go on, until it counts as mended."""
LOGGED_AGAIN_AFTER = 60.0
"""Seconds after which the same error of the same work is logged again."""


class Complaints:
    """Which errors of one kind of work are to be logged: one that repeats the last is logged once a minute."""

    def __init__(self) -> None:
        self.last, self.logged_at = "", -inf

    def is_new(self, error: BaseException) -> bool:
        if repr(error) == self.last and monotonic() < self.logged_at + LOGGED_AGAIN_AFTER:
            return False
        self.last, self.logged_at = repr(error), monotonic()
        return True


class Supervised:
    """
    Work that goes on for as long as the process does. When it raises, it is begun again after a pause, which grows
    while it goes on failing.
    """

    def __init__(self, work: str, run: Callable[[], Awaitable[None]]) -> None:
        self.work, self.run = work, run
        self.error = ""
        """The class of the last error of its own; empty when PostgreSQL was out of reach."""
        self.began = self.pause = 0.0
        FAILURES.labels(work)  # so that there is a 0 before the first

    async def keep_running(self) -> None:
        """Run until it ends by itself, or the task is cancelled."""
        SUPERVISED.add(self)
        try:
            while True:
                self.began = monotonic()
                try:
                    return await self.run()
                except Exception as error:
                    self.note(error)
                await asyncio.sleep(self.pause)
        finally:
            SUPERVISED.discard(self)

    def note(self, error: Exception) -> None:
        self.pause = FIRST_PAUSE if not self.is_failing else min(2 * self.pause, LONGEST_PAUSE)
        self.error = "" if is_unreached(error) else type(error).__name__
        note_failure(self.work, error)

    @property
    def is_failing(self) -> bool:
        """Whether it has failed, and has not gone on for STEADY_AFTER since."""
        return bool(self.error) and monotonic() < self.began + STEADY_AFTER


SUPERVISED: set[Supervised] = set()
"""What goes on in this process."""


def supervise(work: str, run: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
    """
    Run what is to go on until the task is cancelled, and again whenever it raises. `work` names it in the log, in the
    metric and in `/readyz`: there are few names. It belongs to no request.
    """
    return asyncio.create_task(Supervised(work, run).keep_running(), context=Context())


def begin(work: str, coroutine: Coroutine[Any, Any, Result], context: Context | None = None) -> asyncio.Task[Result]:
    """Run in a task, to which the caller keeps a reference, what ends by itself. What it raises is logged."""
    task = asyncio.create_task(coroutine, context=context)
    task.add_done_callback(partial(note_end, work))
    return task


def note_end(work: str, task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()):
        note_failure(work, error)


COMPLAINTS: defaultdict[str, Complaints] = defaultdict(Complaints)
"""Those of each work."""


def note_failure(work: str, error: BaseException, whose: str = "") -> None:
    """
    Count an error of work in the background, and log it, once a minute when it repeats. That PostgreSQL is out of reach
    is no fault of the work. `whose` follows its name in the log.
    """
    is_logged = COMPLAINTS[work].is_new(error)
    if is_unreached(error):
        if is_logged:
            logger.warning("%s%s: %r", work, whose, error)
        return
    FAILURES.labels(work).inc()
    if is_logged:
        logger.error("%s%s failed", work, whose, exc_info=error)


@asynccontextmanager
async def background(*tasks: asyncio.Task[None]) -> AsyncIterator[None]:
    """Cancel the tasks when the context is left, and wait until they have ended."""
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
