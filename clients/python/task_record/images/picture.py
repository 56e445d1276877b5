from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any, Protocol

UNKNOWN = "application/octet-stream"


class Saves(Protocol):
    """A picture of Pillow, or what saves itself like one."""

    def save(self, fp: Any, format: str) -> Any: ...


Given = bytes | str | PathLike[str] | Saves
"""
What an image may be given as: its bytes; a path; a picture of Pillow; and in a text an address (`https://…`), from
which it is fetched, or a data URL.
"""


@dataclass(frozen=True)
class Picture:
    """An image to record: its bytes, or the address from which they are fetched before it is sent."""

    content: bytes | None = None
    url: str | None = None


def picture(given: Given) -> Picture:
    """Read what is given. Raises TypeError for what is no image, ValueError for a text that is none."""
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
    raise TypeError(f"An image is bytes, a path, a picture of Pillow, an address or a data URL, not {type(given)}.")


def decoded(text: str) -> Picture:
    """The image in base64; a data URL's beginning is left out."""
    try:
        return Picture(base64.b64decode(text.rpartition(",")[2], validate=True))
    except binascii.Error as error:
        raise ValueError(f"This is no base64: {error}") from error


def media_type(content: bytes) -> str:
    """The type of an image by how it begins. The server looks at the content itself."""
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
