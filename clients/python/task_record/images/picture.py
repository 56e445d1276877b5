from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any, Protocol

UNKNOWN = "application/octet-stream"
Progress = Callable[[int, int], None]
"""Called with the number of bytes of an image that were sent, and its size."""
CHUNK = 65_536
"""Bytes that are sent at a time."""


class Saves(Protocol):
    """A Pillow image, or an object with the same `save`."""

    def save(self, fp: Any, format: str) -> Any: ...


Given = bytes | str | PathLike[str] | Saves
"""
An image: its bytes, a path, a Pillow image, or a string with a path, a data URL or a URL (`https://…`), from which the
client downloads it.
"""


@dataclass(frozen=True)
class Picture:
    """An image to record: its bytes, or the URL from which the client downloads them before it sends them."""

    content: bytes | None = None
    url: str | None = None


def picture(given: Given) -> Picture:
    """Read an image. Raises TypeError for an unknown type, and ValueError for an invalid string."""
    if isinstance(given, (bytes, bytearray, memoryview)):
        return Picture(bytes(given))
    if isinstance(given, str):
        return _of_text(given)
    if isinstance(given, PathLike):
        return Picture(Path(given).read_bytes())
    if hasattr(given, "save"):
        return Picture(_saved(given))
    if hasattr(given, "read"):
        return Picture(bytes(given.read()))
    raise TypeError(f"An image must be bytes, a path, a Pillow image, a URL or a data URL, not {type(given)}.")


def decoded(text: str) -> Picture:
    """Decode base64, with or without the prefix of a data URL."""
    try:
        return Picture(base64.b64decode(text.rpartition(",")[2], validate=True))
    except binascii.Error as error:
        raise ValueError(f"The image is not valid base64: {error}") from error


def media_type(content: bytes) -> str:
    """Return the type of an image, from its first bytes. The server checks the content itself."""
    if content.startswith(b"\x89PNG"):
        return "image/png"
    if content.startswith(b"\xff\xd8"):
        return "image/jpeg"
    if content.startswith(b"GIF8"):
        return "image/gif"
    if content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return UNKNOWN


def _of_text(text: str) -> Picture:
    if text.startswith("data:"):
        return decoded(text)
    if text.startswith(("http://", "https://")):
        return Picture(url=text)
    return Picture(Path(text).read_bytes())


def _saved(picture: Saves) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, format=getattr(picture, "format", None) or "PNG")
    return buffer.getvalue()


class WatchedBytes(BytesIO):
    """Bytes that report how many of them were read."""

    def __init__(self, content: bytes, progress: Progress) -> None:
        super().__init__(content)
        self._total = len(content)
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = super().read(size)
        if chunk:
            self._progress(self.tell(), self._total)
        return chunk

    def chunks(self) -> Iterator[bytes]:
        while chunk := self.read(CHUNK):
            yield chunk
