"""Makes image files, damages them, and reads what they say by exiftool, which is not ours."""

import io
import json
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from storage.images.decode_pixels import CONTENT_TYPES
from storage.provenance.embedded import read_provenance, write_label
from storage.provenance.file_provenance import Label

TITLED = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:mine="https://example.com/"'
    b' mine:rating="5"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">A fox</rdf:li></rdf:Alt></dc:title>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def encoded(
    image_format: str, mode: str = "RGB", frames: int = 1, size: tuple[int, int] = (61, 40), **options: Any
) -> bytes:
    first, *more = (Image.effect_noise(size, 60 + n).convert(mode) for n in range(frames))
    if more:
        options |= {"save_all": True, "append_images": more}
    file = io.BytesIO()
    first.save(file, image_format, **options)
    return file.getvalue()


def with_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "a fox"
    return exif


FILES: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: encoded("JPEG"),
    "JPEG with Exif": lambda: encoded("JPEG", exif=with_exif()),
    "JPEG with a title": lambda: encoded("JPEG", exif=with_exif(), xmp=TITLED),
    "PNG": lambda: encoded("PNG"),
    "PNG with Exif": lambda: encoded("PNG", exif=with_exif()),
    "WebP, lossy": lambda: encoded("WEBP"),
    "WebP, lossy, transparent": lambda: encoded("WEBP", "RGBA"),
    "WebP, lossless": lambda: encoded("WEBP", lossless=True),
    "WebP, lossless, transparent": lambda: encoded("WEBP", "LA", lossless=True),
    "WebP with a title": lambda: encoded("WEBP", exif=with_exif(), xmp=TITLED),
    "WebP, animated": lambda: encoded("WEBP", frames=3),
    "GIF": lambda: encoded("GIF"),
    "GIF, animated": lambda: encoded("GIF", frames=3, loop=0),
    "AVIF": lambda: encoded("AVIF"),
    "AVIF, transparent": lambda: encoded("AVIF", "RGBA"),
    "AVIF, animated": lambda: encoded("AVIF", frames=3),
    "AVIF with a title": lambda: encoded("AVIF", exif=with_exif(), xmp=TITLED),
}


def type_of(content: bytes) -> str:
    with Image.open(io.BytesIO(content)) as image:
        return CONTENT_TYPES[image.format or ""]


def with_label(content: bytes, label: Label) -> bytes:
    """The file as it is stored with this label."""
    file, target, content_type = io.BytesIO(content), io.BytesIO(), type_of(content)
    assert write_label(content_type, file, label, target, read_provenance(content_type, file))
    return target.getvalue()


def damaged(content: bytes, random: Random) -> bytes:
    """The file with a few bytes replaced, inserted or removed, half of them among its first."""
    file = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8))):
        start = random.randrange(len(file) if random.random() < 0.5 else min(400, len(file)))
        file[start : start + random.choice((1, 1, 4))] = random.randbytes(random.choice((0, 1, 1, 4)))
    return bytes(file)


def with_checksums(png: bytes) -> bytes:
    """The PNG with the right checksum behind each chunk, as far as there are chunks."""
    file, position = bytearray(png), 8
    while position + 12 <= len(file):
        end = position + 8 + int.from_bytes(file[position : position + 4])
        file[end : end + 4] = zlib.crc32(file[position + 4 : end]).to_bytes(4)
        position = end + 4
    return bytes(file)


def by_exiftool(content: bytes, directory: Path) -> dict[str, Any]:
    file = directory / "image"
    file.write_bytes(content)
    asked = ["exiftool", "-json", "-G1", "-validate", "-warning", "-a", "-XMP:all", "-IFD0:all", str(file)]
    [found] = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    return {name.lower(): value for name, value in found.items()}
