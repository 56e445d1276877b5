"""XMP in GIF: an application extension, https://developer.adobe.com/xmp/docs/XMPSpecifications/ part 3, 1.1.2."""

from collections.abc import Iterator

from storage.provenance.byte_ranges import MetadataUnwritable, Piece, Source

PART = 4096
"""Bytes that are read at a time to find the end of blocks of 255 bytes."""
EXTENSION = b"\x21\xff\x0bXMP DataXMP"
TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
"""
A packet is not divided into blocks. A reader that takes its bytes for the sizes of blocks ends up in this trailer,
wherever it begins, and from there at the end of the extension.
"""


def blocks(file: Source) -> Iterator[range]:
    """Yield the range of each extension and image, and last that of the file's end."""
    position = 13 + table_size(file.take(10, 1)[0])
    while (kind := file.take(position, 1)) in (b"\x21", b"\x2c"):
        start, following = position, position + 2
        if kind == b"\x2c":
            following = position + 11 + table_size(file.take(position + 9, 1)[0])
        position = end_of_blocks(file, following)
        yield range(start, position)
    yield range(position, file.size)


def table_size(flags: int) -> int:
    """Return the bytes of the table of colours that a descriptor's flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def end_of_blocks(file: Source, position: int) -> int:
    """Return the end of the blocks of data that begin at this position."""
    while True:
        part, at = file.take(position, max(1, min(PART, file.size - position))), 0
        while at < len(part) and part[at]:
            at += 1 + part[at]
        position += at
        if at < len(part):
            return position + 1


def is_xmp(file: Source, where: range) -> bool:
    return len(where) > len(EXTENSION) + len(TRAILER) and file.take(where.start, len(EXTENSION)) == EXTENSION


def find(file: Source) -> bytes | None:
    for where in blocks(file):
        if is_xmp(file, where):
            start = where.start + len(EXTENSION)
            return file.packet(range(start, where.stop - len(TRAILER)))
    return None


def replaced(file: Source, packet: bytes) -> list[Piece]:
    if b"\0" in packet:
        raise MetadataUnwritable
    *kept, end = [where for where in blocks(file) if not is_xmp(file, where)]
    start = 13 + table_size(file.take(10, 1)[0])
    return [b"GIF89a", range(6, start), *kept, EXTENSION + packet + TRAILER, end]


def has_credentials(file: Source) -> bool:
    return any(file.take(where.start, min(len(where), 11)) == b"\x21\xff\x0bC2PA_GIF" for where in blocks(file))
