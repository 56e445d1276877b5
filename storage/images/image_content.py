"""What is found out about an image, or why nothing is."""

from dataclasses import dataclass

BROKEN = "The image is broken or incomplete. Send a whole JPEG, PNG, WebP, GIF or AVIF image."
TOO_COSTLY = (
    "The image takes too much time or memory to decode. Send it with fewer pixels or frames, or as a plain PNG or JPEG."
)


@dataclass(frozen=True, slots=True)
class ImageContent:
    """
    What decoding tells of an image: width and height as displayed, `size` in bytes, `thumb_hash` in base64, a WebP
    `thumbnail`.
    """

    content_type: str
    width: int
    height: int
    size: int
    sha256: str
    thumb_hash: str
    thumbnail: bytes
