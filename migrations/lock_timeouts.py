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

LOCK_TASKS = """
SET LOCAL lock_timeout = '1min';
LOCK TABLE user_task_history IN SHARE UPDATE EXCLUSIVE MODE;
SET LOCAL lock_timeout = '200ms';
LOCK TABLE user_task_history IN ACCESS EXCLUSIVE MODE;
"""
"""The first lock is waited for while others read and write, and has autovacuum give way; with the second all wait."""

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
