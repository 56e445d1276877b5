from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from task_record.recording.recording import Recording

logger = logging.getLogger("task_record")

REFUSED = ("moderation_blocked", "content_policy_violation", "content_filter")
TOO_MANY = 429
FIRST_OF_SERVER = 500


def fail(task: Recording, error: Exception) -> None:
    """Have a task fail by what its provider's library has raised."""
    task.fail(str(getattr(error, "message", None) or error) or type(error).__name__, failure_code(error))


def failure_code(error: Exception) -> str:
    """Why it failed, for programs: `content_policy`, `provider_timeout`, `provider_rate_limited`, …"""
    status = getattr(error, "status_code", None) or getattr(error, "status", None)
    if getattr(error, "code", None) in REFUSED:
        return "content_policy"
    if "Timeout" in type(error).__name__ or isinstance(error, TimeoutError):
        return "provider_timeout"
    if status == TOO_MANY:
        return "provider_rate_limited"
    if "Connect" in type(error).__name__ or (isinstance(status, int) and status >= FIRST_OF_SERVER):
        return "provider_unavailable"
    return "provider_error"


@contextmanager
def noting(task: Recording) -> Iterator[None]:
    """Note what came of a task. An answer that is not understood is no error of the generation, unless it is strict."""
    try:
        yield
    except Exception:
        if task.is_strict:
            raise
        logger.exception("What came of task %s is not recorded in full.", task.id)
