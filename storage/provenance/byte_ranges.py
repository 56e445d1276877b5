"""Reads parts of a file, and writes a file that consists of parts of another and of new bytes."""

import os
from collections.abc import Iterator, Sequence
from typing import BinaryIO

Piece = bytes | range
"""New bytes, or the positions of bytes of the file as it was."""
CHUNK_SIZE = 64 * 1024
"""Bytes that are copied at a time, which stay in the processor's cache."""
MAX_READS = 50_000
"""Parts that are read of a file: a hostile one has millions."""
MAX_PACKET = 1024 * 1024
"""Bytes of a packet of XMP that is read: a larger one is no more than a picture's metadata pretends to be."""

MAX_GROWTH = 64 * 1024
"""
Bytes by which a packet may be longer than what it is read from, where that is compressed; be longer when it is written;
and by which the parts of the file around it may.
"""


class MetadataUnwritable(Exception):
    """The file has no place for metadata that this server knows how to write, or it is broken there."""


class Source:
    """A file of which parts are read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = file.seek(0, os.SEEK_END)
        self.reads_left = MAX_READS

    def take(self, start: int, size: int) -> bytes:
        """Return `size` bytes from `start` on. MetadataUnwritable when there are fewer, or too much was read."""
        self.reads_left -= 1
        if start + size > self.size or self.reads_left < 0:
            raise MetadataUnwritable
        self.file.seek(start)
        return self.file.read(size)

    def packet(self, *parts: range) -> bytes:
        """Return the bytes of a packet, which lies in these parts. MetadataUnwritable beyond MAX_PACKET."""
        if sum(map(len, parts)) > MAX_PACKET:
            raise MetadataUnwritable
        return b"".join(self.take(part.start, len(part)) for part in parts)

    def chunks(self, pieces: Sequence[Piece]) -> Iterator[bytes]:
        """Yield the bytes of the pieces in turn, a few at a time."""
        for piece in pieces:
            if isinstance(piece, bytes):
                yield piece
                continue
            self.file.seek(piece.start)
            left = len(piece)
            while left and (chunk := self.file.read(min(left, CHUNK_SIZE))):
                left -= len(chunk)
                yield chunk
