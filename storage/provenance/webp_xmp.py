"""XMP in WebP: a chunk of an extended file, https://developers.google.com/speed/webp/docs/riff_container."""

from collections.abc import Iterator

from storage.provenance.byte_ranges import MetadataUnwritable, Piece, Source

HEADER_SIZE = 12
HAS_ALPHA, HAS_XMP = 0x10, 0x04
XMP = b"XMP "
LOSSLESS_SIGNATURE = 0x2F


def chunks(file: Source) -> Iterator[tuple[bytes, range]]:
    """Yield the name of each chunk, and its range with its head and padding."""
    end = min(file.size, 8 + int.from_bytes(file.take(4, 4), "little"))
    position = HEADER_SIZE
    while position + 8 <= end:
        head = file.take(position, 8)
        size = int.from_bytes(head[4:], "little")
        following = min(position + 8 + size + size % 2, end)
        yield head[:4], range(position, following)
        position = following


def find(file: Source) -> bytes | None:
    for name, where in chunks(file):
        if name == XMP:
            size = int.from_bytes(file.take(where.start + 4, 4), "little")
            return file.packet(range(where.start + 8, where.start + 8 + size))
    return None


def replaced(file: Source, packet: bytes) -> list[Piece]:
    found = list(chunks(file))
    if not found:
        raise MetadataUnwritable
    if found[0][0] == b"VP8X":
        extended = bytearray(file.take(found[0][1].start, 18))
        extended[8] |= HAS_XMP
        kept = found[1:]
    else:
        extended, kept = bytearray(chunk(b"VP8X", extension(file, *found[0]))), found
    images = [where for name, where in kept if name != XMP]
    label = chunk(XMP, packet)
    size = 4 + len(extended) + sum(map(len, images)) + len(label)
    end = found[-1][1].stop
    head = b"RIFF" + size.to_bytes(4, "little") + b"WEBP" + bytes(extended)
    return [head, *images, label, range(end, file.size)]


def chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


def extension(file: Source, name: bytes, where: range) -> bytes:
    """Return a chunk VP8X for a file without one: its canvas, and whether it has transparent pixels."""
    flags = HAS_XMP
    start = where.start + 8
    if name == b"VP8 ":
        sizes = file.take(start + 6, 4)
        width, height = (int.from_bytes(part, "little") & 0x3FFF for part in (sizes[:2], sizes[2:]))
    elif name == b"VP8L" and file.take(start, 1)[0] == LOSSLESS_SIGNATURE:
        bits = int.from_bytes(file.take(start + 1, 4), "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        flags |= HAS_ALPHA if bits >> 28 & 1 else 0
    else:
        raise MetadataUnwritable
    return bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def has_credentials(file: Source) -> bool:
    return any(name == b"C2PA" for name, _ in chunks(file))
