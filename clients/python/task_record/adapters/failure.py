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
    """Fail a task with the error that the provider's library raised."""
    task.fail(str(getattr(error, "message", None) or error) or type(error).__name__, failure_code(error))


def failure_code(error: Exception) -> str:
    """Return the code of the failure: `content_policy`, `provider_timeout`, `provider_rate_limited`, …"""
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
def failing(task: Recording) -> Iterator[None]:
    """Fail the task if the provider's library raises."""
    try:
        yield
    except Exception as error:
        fail(task, error)
        raise


@contextmanager
def recording_result(task: Recording) -> Iterator[None]:
    """Record a result. A result that cannot be read does not fail the generation, unless the task is strict."""
    try:
        yield
    except Exception:
        if task.is_strict:
            raise
        logger.exception("The result of task %s is not recorded completely.", task.id)
