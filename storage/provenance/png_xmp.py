"""XMP in PNG: a chunk `iTXt` of the keyword XML:com.adobe.xmp, https://www.w3.org/TR/png-3/#11iTXt."""

import zlib
from collections.abc import Iterator

from storage.provenance.byte_ranges import MAX_GROWTH, MetadataUnwritable, Piece, Source

SIGNATURE_SIZE = 8
KEYWORD = b"XML:com.adobe.xmp\0"
PLAIN = b"\0\0\0\0"
"""Not compressed, and neither language nor translated keyword."""


def chunks(file: Source) -> Iterator[tuple[bytes, range]]:
    """Yield the type of each chunk, and its range with its length and checksum."""
    position, end = SIGNATURE_SIZE, file.size
    while position < end:
        head = file.take(position, 8)
        following = position + 12 + int.from_bytes(head[:4])
        yield head[4:], range(position, following)
        if head[4:] == b"IEND":
            return
        position = following


def is_xmp(file: Source, kind: bytes, where: range) -> bool:
    return kind == b"iTXt" and len(where) > 12 + len(KEYWORD) and file.take(where.start + 8, len(KEYWORD)) == KEYWORD


def find(file: Source) -> bytes | None:
    for kind, where in chunks(file):
        if is_xmp(file, kind, where):
            start = where.start + 8 + len(KEYWORD)
            content = file.packet(range(start, where.stop - 4))
            text = content[2:].split(b"\0", 2)[-1]
            if content[0]:
                text = zlib.decompressobj().decompress(text, len(text) + MAX_GROWTH)
            return text
    return None


def replaced(file: Source, packet: bytes) -> list[Piece]:
    content = b"iTXt" + KEYWORD + PLAIN + packet
    chunk = (len(content) - 4).to_bytes(4) + content + zlib.crc32(content).to_bytes(4)
    found = list(chunks(file))
    if not found or found[0][0] != b"IHDR":
        raise MetadataUnwritable
    [(_, header), *others] = found
    kept = [where for kind, where in others if not is_xmp(file, kind, where)]
    end = found[-1][1].stop
    return [range(header.stop), chunk, *kept, range(end, file.size)]


def has_credentials(file: Source) -> bool:
    return any(kind == b"caBX" for kind, _ in chunks(file))
