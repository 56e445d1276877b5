"""Reads parts of a file, and writes files that consist of parts of another and of new bytes."""

import os
from collections.abc import Iterator, Sequence
from typing import BinaryIO

Piece = bytes | range
"""New bytes, or the positions of bytes in the original file."""
CHUNK_SIZE = 64 * 1024
"""Bytes that are copied at a time, which stay in the processor's cache."""
MAX_READS = 50_000
"""Parts of a file that are read. A hostile file has millions."""
MAX_PACKET = 1024 * 1024
"""Bytes of a packet of XMP that is read."""

MAX_GROWTH = 64 * 1024
"""Bytes by which a packet may grow when it is decompressed, and when it is written, and the file around it, too."""


class MetadataUnwritable(Exception):
    """The file has no place for metadata that this server can write, or its metadata is broken."""


class Source:
    """A file to read parts of."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = file.seek(0, os.SEEK_END)
        self.reads_left = MAX_READS

    def take(self, start: int, size: int) -> bytes:
        """Return `size` bytes from `start` on. MetadataUnwritable if there are fewer, or after MAX_READS."""
        self.reads_left -= 1
        if start + size > self.size or self.reads_left < 0:
            raise MetadataUnwritable
        self.file.seek(start)
        return self.file.read(size)

    def packet(self, *parts: range) -> bytes:
        """Return the bytes of a packet that consists of these parts. MetadataUnwritable beyond MAX_PACKET."""
        if sum(map(len, parts)) > MAX_PACKET:
            raise MetadataUnwritable
        return b"".join(self.take(part.start, len(part)) for part in parts)

    def chunks(self, pieces: Sequence[Piece]) -> Iterator[bytes]:
        """Yield the bytes of the pieces in order, CHUNK_SIZE at most at a time."""
        for piece in pieces:
            if isinstance(piece, bytes):
                yield piece
                continue
            self.file.seek(piece.start)
            left = len(piece)
            while left and (chunk := self.file.read(min(left, CHUNK_SIZE))):
                left -= len(chunk)
                yield chunk
