from __future__ import annotations

from random import uniform

from task_record.errors import TaskRecordError

FIRST = 0.2
"""Seconds between the first attempt and the second, at most."""
LONGEST = 30.0
"""Seconds between two attempts, at most, unless the server asks for a longer pause."""
MOST_DOUBLINGS = 10
SPREAD = 1.0
"""Seconds over which clients that the server told to wait spread their next attempts."""


def pause(attempts: int, error: TaskRecordError) -> float:
    """
    Return the seconds to wait after this many attempts: what the server asks for and up to a second more, or else a
    pause that doubles each time. Both are random, so that clients that failed together do not retry together.
    """
    if error.retry_after is not None:
        return error.retry_after + uniform(0, SPREAD)  # noqa: S311 - it spreads load
    return min(LONGEST, FIRST * 2.0 ** min(attempts - 1, MOST_DOUBLINGS)) * uniform(0.5, 1)  # noqa: S311
