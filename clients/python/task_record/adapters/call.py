"""What the adapters share: the description of a provider's call, and the images that it returns."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, cast

import httpx

from task_record.recording.options import Options
from task_record.recording.recording import MOST_IMAGES

logger = logging.getLogger("task_record")

NO_PROMPT = "(no prompt)"
PATIENCE = httpx.Timeout(60.0, connect=5.0)
"""Seconds to fetch an image."""
LONGEST_VALUE = 2000
"""Characters of a parameter; a longer text is a document or an image."""


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
