"""Locks on tables that are in use: taken between others' transactions, so that nobody waits long for a migration."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from asyncpg.exceptions import DeadlockDetectedError, LockNotAvailableError

Result = TypeVar("Result")

LOG = logging.getLogger(__name__)

SHORT_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '200ms'"
"""For a transaction whose waiting keeps others waiting: everyone who comes after it queues behind it."""


def lock_tables(*tables: str) -> str:
    """
    Return the script that locks these tables: all at once, since whoever comes meanwhile holds a lock on one and waits
    for another. The first lock is waited for while others read and write, and has autovacuum give way; with the second
    all wait.
    """
    names = ", ".join(tables)
    return f"""
SET LOCAL lock_timeout = '1min';
LOCK TABLE {names} IN SHARE UPDATE EXCLUSIVE MODE;
{SHORT_LOCK_TIMEOUT};
LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE;
"""


LOCK_TASKS = lock_tables("user_task_history")

LONG_TIMEOUTS = "SET lock_timeout = '1min'; SET statement_timeout = 0"
"""For everything else: what builds an index or checks a constraint, while others read and write."""

PAUSES_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, *[10.0] * 60)
"""The pauses between attempts, in which others come first; ten minutes in all."""


async def retry_on_lock_timeout(work: Callable[[], Awaitable[Result]]) -> Result:
    """
    Return what `work` returns, which is begun again whenever it does not get a lock in time. LockNotAvailableError when
    that goes on for ten minutes: `migrate` may then be run again, and goes on from there.
    """
    for pause in PAUSES_SECONDS:
        try:
            return await work()
        except (LockNotAvailableError, DeadlockDetectedError):
            LOG.warning("Another transaction holds what is needed next. Others go first; next attempt in %s s.", pause)
            await asyncio.sleep(pause)
    return await work()
