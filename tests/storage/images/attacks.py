"""Image files that are made to harm programs that open them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from PIL import ExifTags, Image, PngImagePlugin

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>" + SCRIPT + b"</svg>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
MILLION = 1_000_000
MANY = 1_001
"""A number of frames: one more than is accepted."""


def encoded(image: Image.Image, image_format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, image_format, **options)
    return file.getvalue()


def plain(image_format: str, size: tuple[int, int] = (300, 200), **options: Any) -> bytes:
    return encoded(Image.new("RGB", size, "teal"), image_format, **options)


def half(image_format: str) -> bytes:
    data = plain(image_format)
    return data[: len(data) // 2]


def changed(data: bytes, place: int) -> bytes:
    damaged = bytearray(data)
    damaged[place] ^= 1
    return bytes(damaged)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *chunks: bytes, rows: int = 0, transparent: bool = False) -> bytes:
    """Return a PNG of this size with data for `rows` rows: black, or, if `transparent`, RGBA of zeros."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6 if transparent else 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zeros(rows * (1 + width * (4 if transparent else 1))))
    return SIGNATURE + header + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """Return `count` zeros, compressed by zlib to a thousandth: the compressed million is repeated."""
    compressor = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    million = compressor.compress(bytes(MILLION)) + compressor.flush(zlib.Z_FULL_FLUSH)
    rest = compressor.compress(bytes(count % MILLION)) + compressor.flush()
    checksum = struct.pack(">HH", count % 65_521, 1)  # Adler-32 of zeros
    return b"\x78\xda" + million * (count // MILLION) + rest + checksum


def zip_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Applet.class", b"\xca\xfe\xba\xbe")
    return file.getvalue()


def jpeg_that_says(width: int, height: int) -> bytes:
    data = plain("JPEG")
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", height, width) + data[place + 4 :]


def jpeg_of_scans(scans: int) -> bytes:
    """Return a progressive JPEG of 32 million pixels, with so many more scans, of a few kilobytes each."""
    data = plain("JPEG", (5_700, 5_700), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + data[-2:]


def frames(image_format: str, count: int) -> bytes:
    images = [Image.new("L", (2, 2), 255 * (number % 2)).convert("RGB") for number in range(count)]
    quickly = {"speed": 10} if image_format == "AVIF" else {}
    return encoded(images[0], image_format, save_all=True, append_images=images[1:], duration=20, **quickly)


def gif_of_frames(count: int, size: int = 1) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", size, size, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + (bytes.fromhex("2c00000000010001000002024401") + b"\0") * count + b";"


def other_kinds() -> Iterator[tuple[str, bytes]]:
    """Yield files of other formats, by name: those that Pillow opens, and those that a browser would execute."""
    for kind in ("BMP", "TIFF", "ICO", "ICNS", "JPEG2000", "PCX", "PPM", "TGA", "DDS", "SGI", "EPS", "PDF"):
        yield kind, plain(kind, (64, 64))
    yield "PSD", b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 9, 9, 8, 3) + bytes(40)
    yield "FITS", b"SIMPLE  =                    T".ljust(2880)
    yield from {"SVG": SVG, "HTML": HTML, "PDF with script": PDF, "ZIP": zip_archive()}.items()
    yield from {"nothing": b"", "zeros": bytes(5_000), "script": b"alert(1)//", "text": b"\xef\xbb\xbfGIF89"}.items()


LARGE = "too large to decode"
BROKEN = "broken or incomplete"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "PNG of 2,500 million pixels": (lambda: png(50_000, 50_000, rows=100), LARGE),
    "PNG one row over": (lambda: png(50_000, 1_001, rows=1_001), LARGE),
    "PNG of 100 million pixels, more than Pillow accepts without a warning": (lambda: png(10_000, 10_000), LARGE),
    "PNG of 4,294 million pixels a row": (lambda: png(2**32 - 1, 1), LARGE),
    "JPEG that says 4,000 million": (lambda: jpeg_that_says(65_500, 65_500), LARGE),
    "GIF that says 4,000 million": (lambda: gif_of_frames(1, 65_535), LARGE),
    "WebP that says 268 million": (
        lambda: b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0",
        LARGE,
    ),
    "GIF of too many frames": (lambda: gif_of_frames(MANY), LARGE),
    "APNG of too many frames": (lambda: frames("PNG", MANY), LARGE),
    "WebP of too many frames": (lambda: frames("WEBP", MANY), LARGE),
    "AVIF of too many frames": (lambda: frames("AVIF", MANY), LARGE),
    "GIF of 6,250 million pixels in frames": (lambda: gif_of_frames(1_000, 2_500), LARGE),
    "PNG with a bomb of text": (lambda: png(9, 9, chunk(b"zTXt", b"a\0\0" + zeros(200_000_000)), rows=9), BROKEN),
    "PNG with a wrong checksum": (lambda: png(9, 9, b"\0\0\0\1tEXta\0\0\0\0", rows=9), "accepted kind"),
    "PNG with a wrong checksum of its pixels": (lambda: changed(plain("PNG"), -14), BROKEN),
    "PNG with a bomb for a profile": (
        lambda: png(300, 200, chunk(b"iCCP", b"a\0\0" + zeros(200_000_000)), rows=200),
        BROKEN,
    ),
    "half a JPEG": (lambda: half("JPEG"), BROKEN),
    "half a PNG": (lambda: half("PNG"), BROKEN),
    "half a GIF": (lambda: half("GIF"), BROKEN),
    "half a WebP": (lambda: half("WEBP"), BROKEN),
    "half an AVIF": (lambda: half("AVIF"), "accepted kind"),
}


SCATTERED: dict[str, Callable[[], bytes]] = {
    "chunks of PNG": lambda: png(9, 9, *[chunk(b"teSt", b"")] * 60_000, rows=9),
    "chunks of PNG behind its pixels": lambda: plain("PNG")[:-12] + chunk(b"teSt", b"") * 60_000 + chunk(b"IEND", b""),
    "comments in JPEG": lambda: b"\xff\xd8" + b"\xff\xfe\0\2" * 60_000 + plain("JPEG")[2:],
    "comments in GIF": lambda: plain("GIF")[:-1] + b"\x21\xfe\1a\0" * 60_000 + gif_of_frames(1)[19:],
    "profiles in PNG": lambda: png(9, 9, *[chunk(b"iCCP", b"a\0\0" + zeros(MILLION))] * 2_500, rows=9),
    "profiles in PNG behind its pixels": lambda: (
        plain("PNG")[:-12] + chunk(b"iCCP", b"a\0\0" + zeros(MILLION)) * 2_500 + chunk(b"IEND", b"")
    ),
}
"""Files of so many parts that it takes many seconds to look at each."""


def with_place() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    exif[ExifTags.Base.Make] = "Camera of the sender"
    return plain("JPEG", exif=exif)


def png_with_text() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SCRIPT.decode(), zip=False)
    return plain("PNG", pnginfo=text)


HARMLESS: dict[str, tuple[Callable[[], bytes], str]] = {
    "GIF that is an archive": (lambda: plain("GIF") + zip_archive(), "image/gif"),
    "JPEG that is an archive": (lambda: plain("JPEG") + zip_archive(), "image/jpeg"),
    "PNG that is a page": (lambda: plain("PNG") + HTML, "image/png"),
    "PNG that is a PDF": (lambda: plain("PNG") + PDF, "image/png"),
    "WebP that is a page": (lambda: plain("WEBP") + HTML, "image/webp"),
    "JPEG with a script in its comment": (lambda: plain("JPEG", comment=SCRIPT), "image/jpeg"),
    "GIF with a script in its comment": (lambda: plain("GIF", comment=b"*/=1;alert(1)//" + SCRIPT), "image/gif"),
    "PNG with a script in its text": (png_with_text, "image/png"),
    "JPEG of a place": (with_place, "image/jpeg"),
    "JPEG with a large profile": (lambda: plain("JPEG", icc_profile=SCRIPT * 50_000), "image/jpeg"),
    "WebP with a large profile": (lambda: plain("WEBP", icc_profile=SCRIPT * 50_000), "image/webp"),
    "PNG without its last row": (lambda: png(300, 200, rows=199), "image/png"),
    "JPEG that says 49 million pixels": (lambda: jpeg_that_says(7_000, 7_000), "image/jpeg"),
    "PNG with a bomb behind its pixels": (
        lambda: png(300, 200, rows=200)[:-12] + chunk(b"IDAT", zeros(200_000_000)) + chunk(b"IEND", b""),
        "image/png",
    ),
}
