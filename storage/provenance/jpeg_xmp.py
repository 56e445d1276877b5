"""XMP in JPEG: https://developer.adobe.com/xmp/docs/XMPSpecifications/ part 3, 1.1.3."""

from collections.abc import Iterator
from itertools import takewhile

from storage.provenance.byte_ranges import MetadataUnwritable, Piece, Source

XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXIF = b"Exif\0"
APP0, APP1, APP11 = 0xE0, 0xE1, 0xEB
HEADERS = {*range(0xE0, 0xF0), 0xFE}
"""The markers of segments with metadata, which come before the image."""
MAX_XMP = 65_535 - 2 - len(XMP)
"""Bytes of a packet, which must fit into one segment."""


def segments(file: Source) -> Iterator[tuple[int, range]]:
    """Yield the marker of each segment of metadata, and the segment's range with its marker."""
    position = 2
    while (head := file.take(position, 4))[0] == 0xFF and head[1] in HEADERS:
        end = position + 2 + int.from_bytes(head[2:])
        yield head[1], range(position, end)
        position = end


def is_xmp(file: Source, marker: int, where: range) -> bool:
    return marker == APP1 and len(where) > 4 + len(XMP) and file.take(where.start + 4, len(XMP)) == XMP


def is_exif(file: Source, marker: int, where: range) -> bool:
    return marker == APP1 and file.take(where.start + 4, len(EXIF)) == EXIF


def find(file: Source) -> bytes | None:
    for marker, where in segments(file):
        if is_xmp(file, marker, where):
            start = where.start + 4 + len(XMP)
            return file.packet(range(start, where.stop))
    return None


def replaced(file: Source, packet: bytes) -> list[Piece]:
    if len(packet) > MAX_XMP:
        raise MetadataUnwritable
    found = list(segments(file))
    kept = [(marker, where) for marker, where in found if not is_xmp(file, marker, where)]
    ahead = list(takewhile(lambda one: one[0] == APP0 or is_exif(file, *one), kept))
    # Behind JFIF and Exif.
    segment = b"\xff\xe1" + (2 + len(XMP) + len(packet)).to_bytes(2) + XMP + packet
    end = found[-1][1].stop if found else 2
    before, after = ([where for _, where in part] for part in (ahead, kept[len(ahead) :]))
    return [range(2), *before, segment, *after, range(end, file.size)]


def has_credentials(file: Source) -> bool:
    return any(
        marker == APP11 and b"c2pa" in file.take(where.start, min(len(where), 80)) for marker, where in segments(file)
    )
