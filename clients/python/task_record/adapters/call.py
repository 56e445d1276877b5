"""What the adapters share: the description of a provider's call, its images, and the code of its failure."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import httpx

from task_record.outbox.values import NO_PROMPT
from task_record.recording.options import Options
from task_record.recording.recording import MOST_IMAGES, Recording

logger = logging.getLogger("task_record")

PATIENCE = httpx.Timeout(60.0, connect=5.0)
"""Seconds to fetch an image."""
LONGEST_VALUE = 2000
"""Characters of a parameter; a longer text is a document or an image."""

REFUSED = ("moderation_blocked", "content_policy", "content_filter", "ContentPolicy", "content_checker")
"""Parts of the names by which libraries say that a prompt or an image was refused."""
TOO_MANY = 429
FIRST_OF_SERVER = 500


def described(record: Options | None, read: Callable[[], Mapping[str, Any]]) -> Options:
    """
    Return the options of `record` that `read` finds in a call, and the caller's own, which replace them; parameters
    and metadata are merged. A call whose arguments cannot be read is recorded without them.
    """
    own = cast("dict[str, Any]", dict(record or {}))
    try:
        found = dict(read())
        found["images"] = min(max(int(found.get("images") or 1), 1), MOST_IMAGES)
        found["parameters"] = plain(found.get("parameters") or {})
    except Exception:
        logger.exception("The arguments of a call are not recorded.")
        found = {}
    for name in ("parameters", "metadata"):
        if name in found and name in own:
            own[name] = {**found[name], **own[name]}
    return cast("Options", {**found, **own})


def prompt_of(given: Mapping[str, Any]) -> str:
    """Return the argument `prompt` of a call."""
    return str(given.get("prompt") or NO_PROMPT)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are JSON and no images: numbers are exact, and placeholders of libraries are omitted."""
    return {str(name): value for name, value in values.items() if _is_plain(value)}


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_VALUE and not value.startswith("data:")
    if isinstance(value, float):
        return value - value == 0  # neither infinite nor NaN
    if isinstance(value, Mapping):
        return all(isinstance(name, str) and _is_plain(one) for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return all(_is_plain(one) for one in value)
    return isinstance(value, int)


def original(image: Any) -> dict[str, Any]:
    """
    Return the options of a task that starts from an image. An input may be an end user's, so a path is not read and a
    URL is not fetched: only bytes, files, Pillow images and data URLs are recorded.
    """
    first = image[0] if isinstance(image, list) and image else image
    content = first[1] if isinstance(first, tuple) else first  # after its name
    if hasattr(content, "read"):
        content = _read(content)
    is_read = isinstance(content, bytes) or hasattr(content, "save")
    is_read = is_read or (isinstance(content, str) and content.startswith("data:"))
    return {"task_type": "IMAGE_EDIT", **({"original": content} if is_read else {})}


def _read(file: Any) -> bytes | None:
    """Read a file, and restore its position, since the provider's library reads it as well."""
    if not (hasattr(file, "seekable") and file.seekable()):
        return None
    place = file.tell()
    content = file.read()
    file.seek(place)
    return content if isinstance(content, bytes) else None


def downloaded(url: str) -> bytes | str:
    """Return the image, or its URL if it cannot be downloaded now, so that the outbox retries."""
    if not url.startswith(("https://", "http://")):
        return url
    try:
        return httpx.get(url, timeout=PATIENCE, follow_redirects=True).raise_for_status().content
    except httpx.HTTPError as error:
        logger.warning("An image of the provider is downloaded later: %s", error)
        return url


def fail(task: Recording, error: BaseException) -> None:
    """Fail a task with the error that the provider's library raised."""
    task.fail(str(getattr(error, "message", None) or error) or type(error).__name__, failure_code(error))


def failure_code(error: BaseException) -> str:
    """Return the code of the failure: `content_policy`, `provider_timeout`, `provider_rate_limited`, …"""
    kind = type(error).__name__
    status = _status(error)
    if any(part in name for name in _names(error) for part in REFUSED):
        return "content_policy"
    if "Timeout" in kind or isinstance(error, TimeoutError):
        return "provider_timeout"
    if status == TOO_MANY:
        return "provider_rate_limited"
    if "Connect" in kind or (status is not None and status >= FIRST_OF_SERVER):
        return "provider_unavailable"
    return "provider_error"


def _names(error: BaseException) -> Iterator[str]:
    """Iterate over the names of an error, and of those that it replaces, as LiteLLM's do."""
    seen: BaseException | None = error
    while seen is not None:
        yield type(seen).__name__
        yield from (str(getattr(seen, name, "")) for name in ("code", "error_type", "type"))
        if isinstance(faults := getattr(seen, "message", None), list):  # fal's, one for each argument
            yield str(faults)
        seen = seen.__cause__ or seen.__context__


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
