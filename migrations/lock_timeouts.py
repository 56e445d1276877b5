"""Locks on tables in use, taken between others' transactions, so that nobody waits long for a migration."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from asyncpg.exceptions import DeadlockDetectedError, LockNotAvailableError

Result = TypeVar("Result")

LOG = logging.getLogger(__name__)

SHORT_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '200ms'"
"""For a transaction whose wait for a lock makes others wait: later transactions queue behind it."""


def lock_tables(*tables: str) -> str:
    """
    Return the script that locks these tables. It locks all at once, because a transaction may hold a lock on one and
    wait for another. Others read and write while it waits for the first lock, for which autovacuum gives way; all wait
    for the second.
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
"""For everything else: building an index or validating a constraint, while others read and write."""

PAUSES_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, *[10.0] * 60)
"""The pauses between attempts, in which others proceed; ten minutes in all."""


async def retry_on_lock_timeout(work: Callable[[], Awaitable[Result]]) -> Result:
    """
    Return what `work` returns. Repeats it whenever it does not get a lock in time. Raises LockNotAvailableError after
    ten minutes: `migrate` may then be run again, and continues from there.
    """
    for pause in PAUSES_SECONDS:
        try:
            return await work()
        except (LockNotAvailableError, DeadlockDetectedError):
            LOG.warning("Another transaction holds what is needed next. Others go first; next attempt in %s s.", pause)
            await asyncio.sleep(pause)
    return await work()
