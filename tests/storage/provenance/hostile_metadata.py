"""Image files whose metadata become large, or take long, when they are read or written."""

import struct
import zlib
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from io import BytesIO

from storage.provenance.avif_xmp import Locations, box, meta_of, written
from storage.provenance.byte_ranges import MAX_PACKET, Source
from storage.provenance.gif_xmp import EXTENSION, TRAILER
from tests.storage.provenance.files import TITLED, encoded

MANY = 1_000_000
"""Bytes, of the 1,048,576 that a packet may have."""
LAUGHS = "".join(f'<!ENTITY a{n} "{10 * f"&a{n - 1};"}">' for n in range(1, 6))
LAUGHS = f'<!DOCTYPE a [<!ENTITY a0 "{70 * ">"}">{LAUGHS}]>'
"""A declaration of entities; the last has seven megabytes."""
IPTC = 'xmlns:I="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
LONG = "u" * 500_000
ROOT = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'


def titled(inside: str, attributes: str = "", before: str = "") -> bytes:
    """Return a packet whose first description has these attributes, and contains `inside`."""
    start = TITLED.decode().replace('rdf:about=""', f'rdf:about="" {attributes}', 1)
    return (before + start.replace("</rdf:Description>", f"{inside}</rdf:Description>")).encode()


def repeated(pattern: str, size: int = MANY) -> str:
    """The pattern, which may contain its number as {n}, as often as it fits."""
    return "".join(pattern.format(n=n) for n in range(size // len(pattern.format(n=size // len(pattern)))))


def in_encoding(encoding: str, declaration: str = "") -> bytes:
    """A packet with entities in an encoding, which it may declare."""
    return declaration.encode() + titled("&a5;", before=LAUGHS).decode().encode(encoding)


def of_label(text: str) -> bytes:
    """A packet with this text as its label."""
    label = text.replace('"', "&quot;")
    return titled("", f'xmlns:T="http://www.tc260.org.cn/ns/AIGC/1.0/" T:AIGC="{label}"')


PACKETS: dict[str, Callable[[], bytes]] = {
    **{
        f"entities in {encoding}": partial(in_encoding, encoding)
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-7")
    },
    **{
        f"entities in {encoding}, as it says": partial(
            in_encoding, encoding, f'<?xml version="1.0" encoding="{encoding}"?>'
        )
        for encoding in ("iso-8859-1", "cp037", "utf-7", "utf-8", "utf-16", "big5")
    },
    "entities in UTF-16, marked as big-endian": lambda: b"\xfe\xff" + in_encoding("utf-16-be"),
    "an entity of a file": lambda: titled("&a;", before='<!DOCTYPE a [<!ENTITY a SYSTEM "/etc/passwd">]>'),
    "a prefix of 100,000 characters beside a short one": lambda: titled(
        repeated("<t:a/>", MANY - 200_000), f'xmlns:t="u:u" xmlns:{LONG[:100_000]}="u:u"'
    ),
    "a namespace of 500,000 characters": lambda: titled(repeated("<t:a/>", MANY - 600_000), f'xmlns:t="{LONG}"'),
    "attributes of a namespace of 500,000 characters": lambda: titled(
        "<b " + repeated('t:a{n}="" ', MANY - 600_000) + "/>", f"xmlns:t = '{LONG}'"
    ),
    "namespaces": lambda: titled(repeated('<a xmlns:a{n}="b{n}"/>')),
    "as many namespaces as are read": lambda: titled(repeated('<a xmlns:a{n}="b{n}"/>', 4_565)),
    "elements": lambda: titled(repeated("<a/>")),
    "elements of our prefix": lambda: titled(repeated("<I:a/>", 290_000), IPTC),
    "attributes": lambda: titled("<b " + repeated('a{n}="" ') + "/>"),
    "attributes of a namespace": lambda: titled("<b " + repeated('I:a{n}="" ') + "/>", IPTC),
    "levels": lambda: titled(repeated("<a>", 400_000) + repeated("</a>", 533_333)),
    "as many levels as are read": lambda: titled("<a>" * 196 + "<rdf:Description/>" + "</a>" * 196),
    "descriptions in descriptions": lambda: titled("<rdf:Description>" * 190 + "</rdf:Description>" * 190),
    "a description as deep as is read": lambda: (
        ROOT + b"<a>" * 198 + b"<rdf:Description/>" + b"</a>" * 198 + b"</rdf:RDF>"
    ),
    "brackets, written as references": lambda: titled(f"<a><![CDATA[{'<' * MANY}]]></a>"),
    "quotes, written as references": lambda: titled("<a b='" + '"' * MANY + "'/>"),
    "as much as is read": lambda: titled("<a>" + "a" * (MAX_PACKET - len(titled("<a></a>"))) + "</a>"),
    "a long comment": lambda: titled(f"<!--{'a' * MANY}-->"),
    "a long instruction": lambda: titled(f"<?a {'a' * MANY}?>"),
    "references to characters": lambda: titled(f"<a>{repeated('&#65;')}</a>"),
    "a label of many members": lambda: of_label("{" + ",".join(f'"{n}":""' for n in range(900)) + "}"),
    "a label as long as is read": lambda: of_label('{"ContentProducer":"' + "界" * 8_165 + '"}'),
    "a label of many levels": lambda: of_label("[" * 8_000),
    "a label of characters, written as references": lambda: of_label('{"ProduceID":"' + "&amp;" * 8_000 + '"}'),
}


def chunk(content: bytes) -> bytes:
    """Return a chunk of PNG; `content` begins with its type."""
    return (len(content) - 4).to_bytes(4) + content + zlib.crc32(content).to_bytes(4)


def png_with(*contents: bytes) -> bytes:
    content = encoded("PNG")
    return content[:33] + b"".join(map(chunk, contents)) + content[33:]


def gif_with(packet: bytes) -> bytes:
    return encoded("GIF")[:-1] + EXTENSION + packet + TRAILER + b";"


FORMATS: dict[str, Callable[[bytes], bytes]] = {
    "JPEG": lambda packet: encoded("JPEG", xmp=packet),
    "PNG": lambda packet: png_with(b"iTXtXML:com.adobe.xmp\0\0\0\0\0" + packet),
    "PNG, compressed": lambda packet: png_with(b"iTXtXML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(packet, 9)),
    "WebP": lambda packet: encoded("WEBP", xmp=packet),
    "GIF": gif_with,
    "AVIF": lambda packet: encoded("AVIF", xmp=packet),
}
"""By format, a function that puts a packet into a picture."""


def relocated(avif: bytes, change: Callable[[Locations], bytes]) -> bytes:
    """The AVIF with another box `iloc`, which the locations of its items are changed to."""
    meta, parts = meta_of(Source(BytesIO(avif)))
    located = Locations.read(parts[b"iloc"])
    size = len(box(b"meta", written(parts | {b"iloc": change(deepcopy(located))})))
    located.move(meta.where.stop, size - len(meta.where))
    return (
        avif[: meta.where.start] + box(b"meta", written(parts | {b"iloc": change(located)})) + avif[meta.where.stop :]
    )


def of_repeated_parts() -> bytes:
    """Return an AVIF whose packet of a megabyte consists of one kilobyte of the file, repeated."""
    packet = titled(f"<a>{'a' * 1_000}</a>")
    start, size = packet.index(b"aaaa"), len(packet)

    def change(located: Locations) -> bytes:
        [item] = [one for one in located.items.values() if one.extents[0][1] == size]
        [(at, _)] = item.extents
        middle = [(at + start, 1_000)] * 1_000
        item.extents = [(at, start), *middle, (at + start + 1_000, size - start - 1_000)]
        return located.written()

    return relocated(encoded("AVIF", xmp=packet), change) + box(b"free", bytes(MANY))


def with_exif(*more: tuple[int, int, int, int]) -> bytes:
    """A WebP whose EXIF is a list of many fractions."""

    def directory(*entries: tuple[int, int, int, int]) -> bytes:
        return len(entries).to_bytes(2, "little") + b"".join(struct.pack("<HHII", *one) for one in entries) + bytes(4)

    start = 8 + len(directory(*more, (0, 0, 0, 0)))
    fractions = (0x9286, 5, MANY, start + len(directory((0, 0, 0, 0))))
    head = b"Exif\0\0II*\0\x08\0\0\0" + directory(*more, (0x8769, 4, 1, start)) + directory(fractions)
    return encoded("WEBP", exif=head + b"\1" * 8 * MANY)


TURNED = (0x0112, 3, 1, 6)
"""An entry that turns the picture, so that its EXIF is written again."""


def four_bytes(number: int) -> bytes:
    return number.to_bytes(4)


def of_many_extents() -> bytes:
    """An AVIF that has four bytes for the place of each part of an item, which would be written as eight."""

    def change(located: Locations) -> bytes:
        items = [(item, one.base + one.extents[0][0], [one.extents[0][1]]) for item, one in located.items.items()]
        items.append((60_000, 0, [1] * 60_000))
        described = [
            item.to_bytes(2) + b"\0\0" + base.to_bytes(4) + len(sizes).to_bytes(2) + b"".join(map(four_bytes, sizes))
            for item, base, sizes in items
        ]
        return b"\0\0\0\0\x04\x40" + len(items).to_bytes(2) + b"".join(described)

    return relocated(encoded("AVIF"), change)
