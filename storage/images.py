import base64
import hashlib
import io
import os
import warnings
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO

import thumbhash
from anyio import CapacityLimiter, to_thread
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from storage.exceptions import InvalidImage

CONTENT_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # Pillow's name for a JPEG with more pictures behind it, as telephones make
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
PIXELS_LIMIT = 50_000_000  # over all frames
FRAMES_LIMIT = 1_000
CHUNK_SIZE = 1024 * 1024
THUMBNAIL_SIDE = 512
THUMB_HASH_SIDE = 100  # the most that ThumbHash takes
SIDEWAYS = {5, 6, 7, 8}  # the EXIF orientations that swap width and height

TOO_LARGE = (
    f"The image is too large to decode: at most {PIXELS_LIMIT // 1_000_000} million pixels "
    f"and {FRAMES_LIMIT:,} frames are accepted, counting the pixels of every frame."
)
BROKEN = "The image is broken or incomplete. Send a whole JPEG, PNG, WebP, GIF or AVIF image."

# An image takes up to sixteen bytes a pixel here (WebP), so few at a time.
limiter = CapacityLimiter(2)

# Pillow only warns up to twice its own limit, which lies above ours.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class ImageContent:
    content_type: str
    width: int
    height: int
    size: int
    sha256: str
    thumb_hash: str
    thumbnail: bytes


async def inspect(file: BinaryIO) -> ImageContent:
    """Decode the whole image and tell what it is, or raise `InvalidImage` with the reason for a person."""
    return await to_thread.run_sync(read_content, file, limiter=limiter)


def read_content(file: BinaryIO) -> ImageContent:
    try:
        content_type, width, height, preview = decode(file)
        thumbnail = io.BytesIO()
        preview.save(thumbnail, "WEBP", quality=80, icc_profile=preview.info.get("icc_profile"))
        preview.thumbnail((THUMB_HASH_SIDE, THUMB_HASH_SIDE))
        thumb_hash = bytes(thumbhash.rgba_to_thumb_hash(*preview.size, preview.convert("RGBA").tobytes()))
    except InvalidImage:
        raise
    except UnidentifiedImageError as error:
        raise InvalidImage from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidImage(TOO_LARGE) from error
    except Exception as error:  # Pillow's decoders raise whatever a broken file leads them to
        raise InvalidImage(BROKEN) from error
    file.seek(0)
    size = 0
    sha256 = hashlib.sha256()
    while chunk := file.read(CHUNK_SIZE):
        size += len(chunk)
        sha256.update(chunk)
    file.seek(0)
    return ImageContent(
        content_type=content_type,
        width=width,
        height=height,
        size=size,
        sha256=sha256.hexdigest(),
        thumb_hash=base64.b64encode(thumb_hash).decode(),
        thumbnail=thumbnail.getvalue(),
    )


def decode(file: BinaryIO) -> tuple[str, int, int, Image.Image]:
    """The content type, width and height as displayed, and the first frame, upright and small."""
    with Image.open(file, formats=FORMATS) as image:
        check_size(image, frames=1)
        image.verify()  # for PNG, every checksum
    with Image.open(file, formats=FORMATS) as image:
        load_frames(image, file)
        image.seek(0)
        image.load()
        width, height = image.size
        if image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS:
            width, height = height, width
        return CONTENT_TYPES[image.format or ""], width, height, small_copy(image)


def load_frames(image: Image.Image, file: BinaryIO) -> None:
    for number in count():
        try:
            image.seek(number)
        except EOFError:
            break
        check_size(image, frames=number + 1)
        image.load()
        if image.format == "MPO":
            return
    if image.format == "GIF":
        # Pillow takes the end of the file for the end of the GIF.
        file.seek(-1, os.SEEK_CUR)
        if file.read(1) != b";":
            raise InvalidImage(BROKEN)


def check_size(image: Image.Image, *, frames: int) -> None:
    if image.width * image.height * frames > PIXELS_LIMIT or frames > FRAMES_LIMIT:
        raise InvalidImage(TOO_LARGE)


def small_copy(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGB", "RGBA", "P"):
        image.info.pop("icc_profile", None)  # a profile for grey or CMYK is wrong for what is made here
    if image.mode == "I;16":
        image = image.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode != mode:
        image = image.convert(mode)
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return ImageOps.exif_transpose(image)
