"""
Decodes a whole image, in the process of storage/images/decoder_process.py. It has one copy of the pixels at most:
further copies are made a strip at a time.
"""

import os
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, BinaryIO, NamedTuple, cast

from PIL import AvifImagePlugin, ExifTags, Image, ImageOps, JpegImagePlugin, UnidentifiedImageError, WebPImagePlugin

from storage.images.image_content import BROKEN, MEDIUM_SIDE, THUMBNAIL_SIDE, TOO_COSTLY, InvalidImage
from storage.images.image_inspection import InspectionRequest
from storage.provenance import png_xmp
from storage.provenance.byte_ranges import MetadataUnwritable, Source
from storage.provenance.embedded import read_provenance
from storage.provenance.file_provenance import FileProvenance

CONTENT_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # Pillow's name for a JPEG followed by more pictures, as from phones
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
PIXELS_LIMIT = 50_000_000  # over all frames
PROGRESSIVE_LIMIT = 33_000_000  # pixels of a progressive JPEG, each of six bytes in memory
CANVAS_LIMIT = 17_000_000  # pixels of a frame of WebP or AVIF, each of twelve bytes
FRAMES_LIMIT = 1_000
PROFILE_LIMIT = 64 * 1024  # bytes of a colour profile, above which a thumbnail does not have it
PROFILES_LIMIT = 10  # of a PNG, which may have one
STRIP = 16  # rows of the small copy that are made at a time
READS_LIMIT = 150_000  # reads of parts of a file, and one more for each:
BYTES_A_READ = 100  # bytes of its size: of a GIF, 255 bytes of pixels are read at a time
HEADER_SECONDS = 0.5  # of processor time, for metadata; those of the largest image take a tenth of it
SIDEWAYS = {5, 6, 7, 8}  # the EXIF orientations that swap width and height

TOO_LARGE = (
    f"The image is too large to decode: at most {PIXELS_LIMIT // 1_000_000} million pixels and {FRAMES_LIMIT:,} frames "
    "are accepted, counting the pixels of every frame; "
    f"{PROGRESSIVE_LIMIT // 1_000_000} million of a progressive JPEG, "
    f"{CANVAS_LIMIT // 1_000_000} million in a frame of WebP or AVIF."
)
SCATTERED = (
    "The image has too many parts in addition to its pixels, such as comments. Save it again, as a plain PNG or JPEG."
)

# Thousands of broken tags would otherwise fill the server's log.
warnings.filterwarnings("ignore", module=r"PIL\.")
# Pillow only warns up to twice its own limit, which lies above ours.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
# Each thread would reserve address space, which is limited here.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
# Once, in the process that decoders are forked from: it takes half the time of decoding a small image.
Image.preinit()


class Decoded(NamedTuple):
    """An image whose frames were all decoded: width and height in pixels as displayed."""

    content_type: str
    width: int
    height: int
    preview: Image.Image
    """The first frame, upright and reduced."""
    frames: int
    provenance: FileProvenance | None
    """The provenance that the file states, except its credentials; None if it was not requested."""


@contextmanager
def refusing() -> Iterator[None]:
    """Raise InvalidImage, with the reason, for any error of Pillow."""
    try:
        yield
    except InvalidImage:
        raise
    except UnidentifiedImageError as error:
        raise InvalidImage from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidImage(TOO_LARGE) from error
    except MemoryError as error:
        raise InvalidImage(TOO_COSTLY) from error
    except Exception as error:  # Pillow's decoders raise all kinds for broken files
        raise InvalidImage(BROKEN) from error


class CountedReads:
    """
    A file from which Pillow reads. Each part of a file takes it about a microsecond, and a file may have millions of
    them: InvalidImage if there are too many.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.seek, self.tell = file, file.seek, file.tell
        self.reads_left = READS_LIMIT + file.seek(0, os.SEEK_END) // BYTES_A_READ

    def read(self, size: int = -1) -> bytes:
        self.reads_left -= 1
        if self.reads_left < 0:
            raise InvalidImage(SCATTERED)
        return self.file.read(size)


@refusing()
def decode(file: BinaryIO, request: InspectionRequest | None = None) -> Decoded:
    """Decode all frames. With a `request`, also read the provenance, except its credentials."""
    side = MEDIUM_SIDE if request and request.medium else THUMBNAIL_SIDE
    counted = cast("BinaryIO", CountedReads(file))
    with taking(HEADER_SECONDS):
        verify(counted)
    with Image.open(counted, formats=FORMATS) as image:
        width, height = image.size
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            image.draft(None, (2 * side, 2 * side))  # all of it is decoded, into fewer pixels
        frames = decoded_frames(image, counted)
        preview = small_copy(next(frames), image, side)
        seen = 1 + sum(1 for _ in frames)
        content_type = CONTENT_TYPES[image.format or ""]
        with taking(HEADER_SECONDS):
            if image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS:
                width, height = height, width
            preview = ImageOps.exif_transpose(preview)
            provenance = read_provenance(content_type, file, preview.info) if request else None
    return Decoded(content_type, width, height, preview, seen, provenance)


@contextmanager
def taking(seconds: float) -> Iterator[None]:
    """Raise InvalidImage if the context takes more processor time. Only for the main thread."""

    def give_up(*_: object) -> None:
        raise InvalidImage(SCATTERED)

    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def verify(file: BinaryIO) -> None:
    """Check the format, the size of the canvas, and a PNG's checksums, which need no decoding."""
    with Image.open(file, formats=FORMATS) as image:
        check_canvas(image)
        image.verify()  # for PNG, every checksum
        if image.format == "PNG":
            check_profiles(file)


def check_profiles(file: BinaryIO) -> None:
    """Raise InvalidImage for too many profiles: Pillow decompresses each, to up to a megabyte."""
    try:
        profiles = sum(kind == b"iCCP" for kind, _ in png_xmp.chunks(Source(file)))
    except MetadataUnwritable as error:
        raise InvalidImage(SCATTERED) from error
    if profiles > PROFILES_LIMIT:
        raise InvalidImage(SCATTERED)


def check_canvas(image: Image.Image) -> None:
    """Raise InvalidImage for too many pixels; some formats take more memory for each."""
    limit = PIXELS_LIMIT
    if image.format in ("WEBP", "AVIF"):
        limit = CANVAS_LIMIT
    elif image.info.get("progressive"):
        limit = PROGRESSIVE_LIMIT
    if image.width * image.height > limit:
        raise InvalidImage(TOO_LARGE)


def check_frames(image: Image.Image, frames: int) -> None:
    """Raise InvalidImage for too many frames, or too many pixels in all of them together."""
    if image.width * image.height * frames > PIXELS_LIMIT or frames > FRAMES_LIMIT:
        raise InvalidImage(TOO_LARGE)


def decoded_frames(image: Image.Image, file: BinaryIO) -> Iterator[Image.Image]:
    """Decode and yield each frame; of a JPEG with several pictures (MPO) only the first."""
    if isinstance(image, WebPImagePlugin.WebPImageFile):
        yield from webp_frames(image)
        return
    for number in count():
        try:
            image.seek(number)
        except EOFError:
            break
        check_frames(image, number + 1)
        image.load()
        yield image
        if image.format == "MPO":
            return
    if image.format == "GIF":
        # Pillow accepts a GIF that ends between two frames; a whole one ends with this byte.
        file.seek(-1, os.SEEK_CUR)
        if file.read(1) != b";":
            raise InvalidImage(BROKEN)


def webp_frames(image: Any) -> Iterator[Image.Image]:
    """Yield each frame of a WebP from Pillow's decoder: `load` would make a copy, too much for a large image."""
    check_frames(image, image.n_frames)
    for _ in range(image.n_frames):
        decoded = image._decoder.get_next()
        if decoded is None:
            raise InvalidImage(BROKEN)
        yield Image.frombuffer("RGBA", image.size, decoded[0], "raw", "RGBA", 0, 1)


def small_copy(frame: Image.Image, image: Image.Image, side: int) -> Image.Image:
    """
    Return the frame reduced to at most `side` pixels a side, strip by strip to save memory. It has the file's
    orientation: `exif_transpose` turns it upright.
    """
    mode = "RGBA" if image.has_transparency_data else "RGB"
    factor = max(1, max(frame.size) // (2 * side))
    small = Image.new(mode, (-(-frame.width // factor), -(-frame.height // factor)))
    for top in range(0, frame.height, STRIP * factor):
        strip = frame.crop((0, top, frame.width, min(top + STRIP * factor, frame.height)))
        if strip.mode == "I;16":
            strip = strip.point(lambda value: value / 256).convert("L")
        small.paste(strip.convert(mode).reduce(factor), (0, top // factor))
    small.info = dict(image.info)
    # A colour profile for grey or CMYK does not fit the copy, which is RGB.
    if image.mode not in ("RGB", "RGBA", "P") or len(image.info.get("icc_profile") or b"") > PROFILE_LIMIT:
        small.info.pop("icc_profile", None)
    small.thumbnail((side, side))
    return small
