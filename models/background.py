"""Background work of a process. Each failure is logged and counted, and the work restarted."""

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
"""Seconds until failed work restarts; each time twice as many."""
STEADY_AFTER = 60.0
"""Seconds for which failed work must run until it counts as recovered."""
LOGGED_AGAIN_AFTER = 60.0
"""Seconds after which the same error of the same work is logged again."""


class Complaints:
    """Limits the log of one kind of work: a repeated error is logged once a minute."""

    def __init__(self) -> None:
        self.last, self.logged_at = "", -inf

    def is_new(self, error: BaseException) -> bool:
        if repr(error) == self.last and monotonic() < self.logged_at + LOGGED_AGAIN_AFTER:
            return False
        self.last, self.logged_at = repr(error), monotonic()
        return True


class Supervised:
    """Work that runs as long as the process. After an error, it restarts; the pause grows while it fails."""

    def __init__(self, work: str, run: Callable[[], Awaitable[None]]) -> None:
        self.work, self.run = work, run
        self.error = ""
        """The class of its last error; empty when PostgreSQL was out of reach."""
        self.began = self.pause = 0.0
        FAILURES.labels(work)  # so that there is a 0 before the first failure

    async def keep_running(self) -> None:
        """Run until it ends by itself, or the task is cancelled."""
        SUPERVISED.add(self)
        try:
            while True:
                self.began = monotonic()
                try:
                    return await self.run()
                except Exception as error:
                    self.record(error)
                await asyncio.sleep(self.pause)
        finally:
            SUPERVISED.discard(self)

    def record(self, error: Exception) -> None:
        self.pause = FIRST_PAUSE if not self.is_failing else min(2 * self.pause, LONGEST_PAUSE)
        self.error = "" if is_unreached(error) else type(error).__name__
        report_failure(self.work, error)

    @property
    def is_failing(self) -> bool:
        """Whether it has failed, and has not run for STEADY_AFTER since."""
        return bool(self.error) and monotonic() < self.began + STEADY_AFTER


SUPERVISED: set[Supervised] = set()
"""The supervised work of this process."""


def supervise(work: str, run: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
    """
    Run work until the task is cancelled, and again whenever it raises an error. `work` is its name in the log, in the
    metric and in `/readyz`, one of few. It does not inherit the context of a request.
    """
    return asyncio.create_task(Supervised(work, run).keep_running(), context=Context())


def begin(work: str, coroutine: Coroutine[Any, Any, Result], context: Context | None = None) -> asyncio.Task[Result]:
    """Start a task that ends by itself; the caller holds the reference to it. Its error is logged."""
    task = asyncio.create_task(coroutine, context=context)
    task.add_done_callback(partial(report_end, work))
    return task


def report_end(work: str, task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()):
        report_failure(work, error)


COMPLAINTS: defaultdict[str, Complaints] = defaultdict(Complaints)
"""By work, what was last logged."""


def report_failure(work: str, error: BaseException, whose: str = "") -> None:
    """
    Count an error of background work, and log it, once a minute when it repeats. An unreachable PostgreSQL is not
    counted as the work's error. `whose` follows the work's name in the log.
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
