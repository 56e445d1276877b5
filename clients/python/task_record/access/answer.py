from __future__ import annotations

from typing import Any

import httpx

from task_record.errors import NoAnswer, RateLimited, TaskRecordError, Unavailable, UnexpectedAnswer, request_error

TOO_MANY = 429
FIRST_OF_SERVER = 500
TIMED_OUT = 408
SHOWN = 200
"""Characters of an unexpected answer that its exception shows."""


def read_answer(response: httpx.Response) -> dict[str, Any]:
    """Return the response's `data`. Raises the exception of its first error's code."""
    try:
        body = response.json()
    except ValueError:
        body = None
    if isinstance(body, dict) and body.get("errors"):
        raise _with_header(request_error(body["errors"], response.headers.get("X-Request-Id")), response)
    if isinstance(body, dict) and isinstance(body.get("data"), dict) and response.is_success:
        return dict(body["data"])
    raise _without_errors(response)


def _without_errors(response: httpx.Response) -> TaskRecordError:
    message = f"{response.url.copy_with(query=None)} answered {response.status_code}: {response.text[:SHOWN]}"
    if response.status_code == TOO_MANY:
        return _with_header(RateLimited(message), response)
    if response.status_code == TIMED_OUT:
        return NoAnswer(message)
    if response.status_code >= FIRST_OF_SERVER:
        return _with_header(Unavailable(message), response)
    return UnexpectedAnswer(message)


def _with_header(error: TaskRecordError, response: httpx.Response) -> TaskRecordError:
    seconds = response.headers.get("Retry-After", "")
    if error.retry_after is None and seconds.isdigit():
        error.retry_after = float(seconds)
    return error
