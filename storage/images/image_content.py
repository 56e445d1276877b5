"""What decoding finds out about an image, and the reasons for which it fails."""

import base64
from dataclasses import dataclass, replace

from storage.provenance.file_provenance import ContentCredentials, FileProvenance, LabelledFile

SMALLEST = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNgYGAAAAAEAAHI6uv5AAAAAElFTkSuQmCC"
)
"""A PNG of one pixel."""
THUMBNAIL_SIDE, MEDIUM_SIDE = 512, 1_280
"""Pixels that a small version of an image has at most on each side."""
MEDIUM_BYTES = 100_000
"""Bytes that an image of medium size has at most, unless it is one that must have more."""
BROKEN = "The image is broken or incomplete. Send a whole JPEG, PNG, WebP, GIF or AVIF image."
TOO_COSTLY = (
    "The image takes too much time or memory to decode. Send it with fewer pixels or frames, or as a plain PNG or JPEG."
)


class InvalidImage(Exception):
    """This is not an image of an accepted kind: JPEG, PNG, WebP, GIF or AVIF."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class InfectedImage(InvalidImage):
    """The virus scanner has found something in this image."""


@dataclass(frozen=True, slots=True)
class ImageContent:
    """
    What decoding finds out about an image: width and height in pixels as displayed, `size` in bytes, `sha256` in hex,
    `thumb_hash` in base64, `thumbnail` as a WebP of up to 512 pixels a side, or of medium size if that was asked for.
    """

    content_type: str
    width: int
    height: int
    size: int
    sha256: str
    thumb_hash: str
    thumbnail: bytes
    is_animated: bool = False
    look: int | None = None
    """What it looks like, as of `difference_hash`; None of an image that was stored before that was looked at."""
    provenance: FileProvenance | None = None
    """What the file says about where it comes from; None when that was not looked at."""
    produce_id: str | None = None
    """The id by which its producer knows it, in its label or its credentials."""
    labelled: LabelledFile | None = None
    """The file with a label, signed or both, when that was asked for and could be done."""
    credentials: ContentCredentials | None = None
    """What its Content Credentials say; None where there are none that could be read."""
    unsigned: str | None = None
    """Why it could not be signed, or marked."""

    @property
    def stored(self) -> "ImageContent":
        """The content of what is stored, which is the copy that was written where there is one."""
        if self.labelled is None:
            return self
        return replace(
            self,
            size=self.labelled.size,
            sha256=self.labelled.sha256,
            provenance=self.labelled.provenance,
            produce_id=self.labelled.produce_id,
            labelled=None,
        )


def look_of_bytes(sha256_hex: str) -> int:
    """What stands for the look of a picture of one colour."""
    return int.from_bytes(bytes.fromhex(sha256_hex)[:8], "big", signed=True)
