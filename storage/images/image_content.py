"""The result of decoding an image, and the reasons for which it fails."""

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
"""Bytes that an image of medium size has at most, unless the lowest quality takes more."""
BROKEN = "The image is broken or incomplete. Send a whole JPEG, PNG, WebP, GIF or AVIF image."
TOO_COSTLY = (
    "The image takes too much time or memory to decode. Send it with fewer pixels or frames, or as a plain PNG or JPEG."
)


class InvalidImage(Exception):
    """This is not an image of an accepted kind: JPEG, PNG, WebP, GIF or AVIF."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class InfectedImage(InvalidImage):
    """The virus scanner has found a virus in this image."""


@dataclass(frozen=True, slots=True)
class ImageContent:
    """
    The result of decoding an image. Width and height are in pixels as displayed, `size` in bytes, `sha256` in hex,
    `thumb_hash` in base64. `thumbnail` is a WebP of up to 512 pixels a side, or of medium size on request.
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
    """The image's look, from `difference_hash`; None for an image that was stored before looks were."""
    provenance: FileProvenance | None = None
    """The provenance that the file states; None if it was not read."""
    produce_id: str | None = None
    """The producer's id of it, in its label or its credentials."""
    labelled: LabelledFile | None = None
    """The copy with a label, signed or both, if it was requested and could be made."""
    credentials: ContentCredentials | None = None
    """Its Content Credentials; None if there are none that can be read."""
    unsigned: str | None = None
    """Why it could not be signed or marked."""

    @property
    def stored(self) -> "ImageContent":
        """The content of the stored file, which is the copy if one was made."""
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
    """Return the look of a picture of one colour."""
    return int.from_bytes(bytes.fromhex(sha256_hex)[:8], "big", signed=True)
