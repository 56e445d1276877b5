"""Describes a decoded image: its thumbnail, its digests, and its look."""

import base64
import hashlib
import io
import itertools
import resource
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache, partial
from multiprocessing.connection import Connection
from typing import BinaryIO

import thumbhash
from PIL import Image

from storage.images.decode_pixels import Decoded, decode, refusing
from storage.images.image_content import MEDIUM_BYTES, SMALLEST, ImageContent, InvalidImage, look_of_bytes
from storage.images.image_inspection import InspectionRequest
from storage.images.sign_and_mark import BY_NOBODY, beside, is_large, opened_again, sign_and_mark, sign_as_nobody
from storage.provenance.byte_ranges import CHUNK_SIZE
from storage.provenance.embedded import write_packet
from storage.provenance.file_provenance import FileProvenance
from storage.provenance.packet import labelled

THUMB_HASH_SIDE = 100  # pixels, the most that ThumbHash accepts
QUALITIES = (80, 70, 60, 40, 20)  # of WebP, of 100; those after the first are for images that are too large with it
WEBP_METHOD = 1  # of 0 to 6: a third of the time of 4, the default, for a seventh more bytes
MEDIUM_METHOD = 2  # half of the time of 4, for a fiftieth more bytes
LOOK_WIDTH, LOOK_HEIGHT = 8, 8  # spots
LEAST_CONTRAST = 8
"""The difference between the lightest and the darkest spot, of 255, below which a picture counts as of one colour."""


def rehearse() -> None:
    """
    Decode an image of one pixel, and sign it where images may be signed. The first image takes longer, mostly to
    allocate memory, and no user's image should be that one.
    """
    file, request = io.BytesIO(SMALLEST), BY_NOBODY if "c2pa" in sys.modules else None
    image = decode(file, request)
    describe(image, file, request)
    if request:
        sign_and_mark(image, file, request, [io.BytesIO()], sign_as_nobody)


def read_content(file: BinaryIO, request: InspectionRequest | None = None) -> ImageContent:
    """Decode the image in the file and describe it. Raise InvalidImage, with the reason, if it is not accepted."""
    return describe(decode(file, request), file, request)


@refusing()
def describe(decoded: Decoded, file: BinaryIO, request: InspectionRequest | None) -> ImageContent:
    """Return the description of a decoded image, whose preview becomes smaller."""
    is_medium, preview, provenance = request is not None and request.medium, decoded.preview, decoded.provenance
    thumbnail = webp_of(preview, MEDIUM_BYTES if is_medium else None)
    preview.thumbnail((THUMB_HASH_SIDE, THUMB_HASH_SIDE))
    thumb_hash = bytes(thumbhash.rgba_to_thumb_hash(*preview.size, preview.convert("RGBA").tobytes()))
    size, sha256_hex = size_and_sha256(file)
    return ImageContent(
        content_type=decoded.content_type,
        width=decoded.width,
        height=decoded.height,
        size=size,
        sha256=sha256_hex,
        thumb_hash=base64.b64encode(thumb_hash).decode(),
        thumbnail=with_label(thumbnail, provenance) if provenance and is_medium else thumbnail,
        is_animated=decoded.frames > 1,
        look=difference_hash(preview, sha256_hex),
        provenance=provenance,
        produce_id=provenance.produce_id if provenance else None,
    )


def answer(
    connection: Connection,
    file: BinaryIO,
    request: InspectionRequest | None,
    others: Sequence[BinaryIO],
    *,
    overlaps: bool,
) -> None:
    """Decode the image, and send its description, or the InvalidImage. A further inspection has more memory."""
    file.seek(0)
    try:
        image = decode(file, request)
        if request and request.goes_further(image.provenance):
            _, memory = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            answer_twice(connection, image, file, request, others, overlaps=overlaps)
        else:
            connection.send(describe(image, file, request))
    except InvalidImage as error:
        connection.send(error)


def answer_twice(
    connection: Connection,
    image: Decoded,
    file: BinaryIO,
    request: InspectionRequest,
    others: Sequence[BinaryIO],
    *,
    overlaps: bool,
) -> None:
    """
    Send the description of the image, and then the result of the further inspection. In between, the process that has
    the key receives the bytes to sign, and returns their signature. `overlaps`: the inspection begins while the image
    is described.
    """
    overlaps = overlaps and is_large(file)
    with (
        opened_again(file) if overlaps else nullcontext(file) as same,
        beside(partial(describe, image, same, request), overlaps=overlaps) as described,
    ):

        @cache
        def send_content() -> None:
            connection.send(described())

        def sign(data: bytes) -> bytes:
            send_content()
            connection.send(data)
            return connection.recv_bytes()

        if not overlaps:
            send_content()
        further = sign_and_mark(image, file, request, others, sign)
        send_content()
        connection.send(further)


def webp_of(image: Image.Image, most: int | None) -> bytes:
    """Return the image as a WebP of at most `most` bytes, if the lowest quality suffices for that."""
    method = WEBP_METHOD if most is None else MEDIUM_METHOD
    for quality in QUALITIES:
        file = io.BytesIO()
        image.save(file, "WEBP", quality=quality, method=method, icc_profile=image.info.get("icc_profile"))
        if most is None or file.tell() <= most:
            break
    return file.getvalue()


def with_label(webp: bytes, provenance: FileProvenance) -> bytes:
    """Return the image with the label of its original file, if that has one."""
    target = io.BytesIO()
    label, source_type = provenance.aigc_label, provenance.digital_source_type
    packet = labelled(None, label, source_type or "") if label else None
    return target.getvalue() if packet and write_packet("image/webp", io.BytesIO(webp), packet, target) else webp


def size_and_sha256(file: BinaryIO) -> tuple[int, str]:
    """Return the number of bytes in the file, and their SHA-256 in hexadecimal digits."""
    file.seek(0)
    size = 0
    sha256 = hashlib.sha256()
    while chunk := file.read(CHUNK_SIZE):
        size += len(chunk)
        sha256.update(chunk)
    return size, sha256.hexdigest()


def difference_hash(picture: Image.Image, sha256_hex: str) -> int:
    """
    Return the look of a picture as a signed integer of 64 bits: for each spot, whether it is lighter than its right
    neighbour. Pictures that look alike differ in few bits, whatever their format. A picture of one colour has the bits
    of its SHA-256 instead.
    """
    spots = on_grey(picture).resize((LOOK_WIDTH + 1, LOOK_HEIGHT), Image.Resampling.BOX).tobytes()
    if max(spots) - min(spots) < LEAST_CONTRAST:
        return look_of_bytes(sha256_hex)
    bits = 0
    for place, (left, right) in enumerate(itertools.pairwise(spots), 1):
        if place % (LOOK_WIDTH + 1):
            bits = bits << 1 | (left > right)
    return bits - (1 << 64) if bits >> 63 else bits


def on_grey(picture: Image.Image) -> Image.Image:
    """Return the picture in grey; transparent pixels do not show their colours."""
    if picture.mode != "RGBA":
        return picture.convert("L")
    ground = Image.new("RGBA", picture.size, (128, 128, 128, 255))
    return Image.alpha_composite(ground, picture).convert("L")


if "c2pa" in sys.modules:  # in the process that decoders are forked from
    rehearse()
