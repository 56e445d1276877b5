from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from task_record.recording.recording import Recording

logger = logging.getLogger("task_record")

REFUSED = ("moderation_blocked", "content_policy", "content_filter", "ContentPolicy", "content_checker")
"""Parts of the names by which libraries say that a prompt or an image was refused."""
TOO_MANY = 429
FIRST_OF_SERVER = 500


def fail(task: Recording, error: BaseException) -> None:
    """Fail a task with the error that the provider's library raised."""
    task.fail(str(getattr(error, "message", None) or error) or type(error).__name__, failure_code(error))


def failure_code(error: BaseException) -> str:
    """Return the code of the failure: `content_policy`, `provider_timeout`, `provider_rate_limited`, …"""
    kind = type(error).__name__
    named = [kind, *(str(getattr(error, name, "")) for name in ("code", "error_type", "type"))]
    if isinstance(details := getattr(error, "message", None), list):  # fal's: the faults of each argument
        named.append(str(details))
    status = _status(error)
    if any(part in one for one in named for part in REFUSED):
        return "content_policy"
    if "Timeout" in kind or isinstance(error, TimeoutError):
        return "provider_timeout"
    if status == TOO_MANY:
        return "provider_rate_limited"
    if "Connect" in kind or (status is not None and status >= FIRST_OF_SERVER):
        return "provider_unavailable"
    return "provider_error"


def _status(error: BaseException) -> int | None:
    """Return the status of the HTTP response, wherever the provider's library has it."""
    response = getattr(error, "response", None)
    found = [getattr(error, name, None) for name in ("status_code", "status", "code")]
    return next((one for one in [*found, getattr(response, "status_code", None)] if isinstance(one, int)), None)


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
