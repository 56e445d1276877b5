"""
XMP in AVIF: an item of the type `mime` that describes the primary item, ISO/IEC 14496-12 (ISOBMFF) 8.11. The packet is
appended to the file. The box `meta` grows, so all positions behind it that the file contains are changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from storage.provenance.byte_ranges import MetadataUnwritable, Piece, Source

CONTENT_TYPE = b"application/rdf+xml\0"
MAX_META = 4 * 1024 * 1024
"""Bytes of a box `meta` that is read."""
MAX_BOXES, MAX_NUMBERS = 50_000, 200_000
"""The limits for one box. A picture has a few boxes, and a sequence some for each image."""
MAX_ITEM_ID = 0xFFFF
PATH = (b"trak", b"mdia", b"minf", b"stbl")
"""The boxes in `moov` that lead to the positions of a track's chunks."""
CHUNKS = {b"stco": 4, b"co64": 8}
"""The boxes with these positions, and the bytes of each position."""
MANIFEST = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
"""The UUID of the box with a manifest of C2PA."""


class Box(NamedTuple):
    kind: bytes
    content: bytes


class TopBox(NamedTuple):
    """Where a box lies in the file, with its head."""

    kind: bytes
    where: range
    head: int


@dataclass
class Reader:
    """Reads big-endian numbers from the content of a box."""

    content: bytes
    position: int = 0
    numbers_left: int = MAX_NUMBERS

    def number(self, size: int) -> int:
        self.numbers_left -= 1
        if self.position + size > len(self.content) or self.numbers_left < 0:
            raise MetadataUnwritable
        self.position += size
        return int.from_bytes(self.content[self.position - size : self.position])


@dataclass
class Location:
    """Where the data of an item is: `extents` are pairs of offset and length."""

    method: int
    reference: int
    base: int
    extents: list[tuple[int, int]]


@dataclass
class Locations:
    """
    The box `iloc`, read whole. It is written with offsets of 4 bytes and no bases, in version 0 if that suffices:
    c2pa-python cannot read other forms.
    """

    items: dict[int, Location] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes) -> "Locations":
        reader = Reader(content)
        version = reader.number(4) >> 24
        sizes = reader.number(2)
        offset, length, base = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
        index = sizes & 15 if version else 0
        id_size = 4 if version == 2 else 2
        found = cls()
        for _ in range(reader.number(id_size)):
            item = reader.number(id_size)
            method = reader.number(2) & 15 if version else 0
            location = Location(method, reader.number(2), reader.number(base), [])
            for _ in range(reader.number(2)):
                reader.number(index)
                location.extents.append((reader.number(offset), reader.number(length)))
                if not location.extents[-1][1]:  # until the end of the file, which will change
                    raise MetadataUnwritable
            found.items[item] = location
        return found

    def written(self) -> bytes:
        version = int(any(one.method for one in self.items.values()))
        items = b"".join(
            b"".join(
                [
                    item.to_bytes(2),
                    one.method.to_bytes(2) if version else b"",
                    *(one.reference.to_bytes(2), len(one.extents).to_bytes(2)),
                    *((one.base + offset).to_bytes(4) + length.to_bytes(4) for offset, length in one.extents),
                ]
            )
            for item, one in self.items.items()
        )
        return bytes([version, 0, 0, 0]) + b"\x44\0" + len(self.items).to_bytes(2) + items

    def move(self, start: int, by: int) -> None:
        """Add `by` to the positions from `start` on."""
        for one in self.items.values():
            if one.method == 0 and one.reference == 0:
                if one.base >= start:
                    one.base += by
                else:
                    one.extents = [
                        (offset + by if one.base + offset >= start else offset, length)
                        for offset, length in one.extents
                    ]


def places(file: Source) -> Iterator[TopBox]:
    """Yield the boxes at the top of the file."""
    position, end = 0, file.size
    while position < end:
        head = file.take(position, 8)
        size, head_size = int.from_bytes(head[:4]), 8
        if size == 1:
            size, head_size = int.from_bytes(file.take(position + 8, 8)), 16
        following = position + size if size else end
        if following < position + head_size:
            raise MetadataUnwritable
        yield TopBox(head[4:], range(position, min(following, end)), head_size)
        position = following


def boxes(content: bytes) -> Iterator[Box]:
    """Yield the boxes in the content of a box."""
    position, boxes_left = 0, MAX_BOXES
    while position + 8 <= len(content):
        size, boxes_left = int.from_bytes(content[position : position + 4]), boxes_left - 1
        if size < 8 or boxes_left < 0:
            raise MetadataUnwritable
        yield Box(content[position + 4 : position + 8], content[position + 8 : position + size])
        position += size


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4) + kind + content


def meta_of(file: Source) -> tuple[TopBox, dict[bytes, bytes]]:
    """Return the box `meta`, and the boxes in it. MetadataUnwritable for a file without one."""
    meta = {place.kind: place for place in places(file)}.get(b"meta")
    if meta is None or not 12 < len(meta.where) <= MAX_META:
        raise MetadataUnwritable
    content = file.take(meta.where.start + meta.head + 4, len(meta.where) - meta.head - 4)
    return meta, dict(boxes(content))


def sequence_of(file: Source) -> TopBox | None:
    """Return the box `moov` of a sequence of images; None for one image. MetadataUnwritable if in fragments."""
    found = {place.kind: place for place in places(file)}
    moov = found.get(b"moov")
    if b"moof" in found or (moov and (moov.head > 8 or len(moov.where) > MAX_META)):
        raise MetadataUnwritable
    return moov


def moved(content: bytes, start: int, by: int, path: Sequence[bytes] = PATH) -> bytes:
    """Return the content of `moov`, or of a box on the path in it, with `by` added to the chunks' positions."""
    changed = []
    for kind, inner in boxes(content):
        if kind in path[:1]:
            inner = moved(inner, start, by, path[1:])
        elif kind in CHUNKS and not path:
            size = CHUNKS[kind]
            offsets = [int.from_bytes(inner[at : at + size]) for at in range(8, len(inner), size)]
            inner = inner[:8] + b"".join((one + by if one >= start else one).to_bytes(size) for one in offsets)
        elif kind == b"saio":  # positions of data about samples
            raise MetadataUnwritable
        changed.append(box(kind, inner))
    whole = b"".join(changed)
    if len(whole) != len(content):
        raise MetadataUnwritable
    return whole


def information(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the id of each item that the box `iinf` describes, and its description."""
    start = 6 if content[:1] == b"\0" else 8
    for kind, entry in boxes(content[start:]):
        if kind != b"infe" or entry[0] not in (2, 3):
            raise MetadataUnwritable
        yield int.from_bytes(entry[4 : 6 if entry[0] == 2 else 8]), entry


def is_xmp(entry: bytes) -> bool:
    start = 8 if entry[0] == 2 else 10
    return entry[start : start + 4] == b"mime" and CONTENT_TYPE in entry


def find(file: Source) -> bytes | None:
    _, parts = meta_of(file)
    located = Locations.read(parts.get(b"iloc", b""))
    for item, entry in information(parts.get(b"iinf", b"")):
        if is_xmp(entry) and item in located.items:
            one = located.items[item]
            if one.method == 0 and one.reference == 0:
                extents = [range(one.base + start, one.base + start + size) for start, size in one.extents]
                if any(later.start < earlier.stop for earlier, later in pairwise(extents)):
                    raise MetadataUnwritable  # a few bytes, named many times, would become many
                return file.packet(*extents)
    return None


def replaced(file: Source, packet: bytes) -> list[Piece]:
    meta, parts = meta_of(file)
    located = Locations.read(parts[b"iloc"])
    items = dict(information(parts[b"iinf"]))
    item = next((one for one, entry in items.items() if is_xmp(entry)), None)
    changed: dict[bytes, bytes] = {}
    if item is None:
        item = max([*items, *located.items]) + 1
        if item > MAX_ITEM_ID:
            raise MetadataUnwritable
        changed = described(parts, item)
    located.items[item] = Location(0, 0, 0, [(0, len(packet))])
    growth = len(box(b"meta", written(parts | changed | {b"iloc": located.written()}))) - len(meta.where)
    located.move(meta.where.stop, growth)
    located.items[item].extents = [(file.size + growth + 8, len(packet))]
    whole = box(b"meta", written(parts | changed | {b"iloc": located.written()}))
    new = [(meta.where, whole)]
    if moov := sequence_of(file):
        content = file.take(moov.where.start + moov.head, len(moov.where) - moov.head)
        new.append((moov.where, box(b"moov", moved(content, meta.where.stop, growth))))
    pieces: list[Piece] = []
    position = 0
    for where, content in sorted(new, key=lambda one: one[0].start):
        pieces += [range(position, where.start), content]
        position = where.stop
    return [*pieces, range(position, file.size), box(b"mdat", packet)]


def described(parts: Mapping[bytes, bytes], item: int) -> dict[bytes, bytes]:
    """Return the boxes `iinf` and `iref` with an item of XMP, which describes the primary item."""
    information, primary = parts[b"iinf"], parts[b"pitm"]
    count_size = 2 if information[0] == 0 else 4
    count = int.from_bytes(information[4 : 4 + count_size]) + 1
    entry = box(b"infe", b"\2\0\0\0" + item.to_bytes(2) + b"\0\0mime\0" + CONTENT_TYPE)
    references = parts.get(b"iref", b"\0\0\0\0")
    id_size = 2 if references[0] == 0 else 4
    of = int.from_bytes(primary[4 : 6 if primary[0] == 0 else 8])
    reference = box(b"cdsc", item.to_bytes(id_size) + b"\0\1" + of.to_bytes(id_size))
    return {
        b"iinf": information[:4] + count.to_bytes(count_size) + information[4 + count_size :] + entry,
        b"iref": references + reference,
    }


def written(parts: Mapping[bytes, bytes]) -> bytes:
    """Return the content of a box `meta` with these boxes."""
    return b"\0\0\0\0" + b"".join(box(kind, content) for kind, content in parts.items())


def has_credentials(file: Source) -> bool:
    found = (place for place in places(file) if place.kind == b"uuid")
    return any(file.take(place.where.start + place.head, 16) == MANIFEST for place in found)
