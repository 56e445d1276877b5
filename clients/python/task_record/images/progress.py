from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

Progress = Callable[[int, int], None]
"""Called with the bytes of an image that have been sent, and its size."""
CHUNK = 65_536
"""Bytes that are sent at a time."""


class WatchedBytes(BytesIO):
    """Bytes that tell how many of them were read."""

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
