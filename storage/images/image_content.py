"""What decoding finds out about an image, and the reasons for which it fails."""

from dataclasses import dataclass

from storage.provenance.file_provenance import FileProvenance, LabelledFile

BROKEN = "The image is broken or incomplete. Send a whole JPEG, PNG, WebP, GIF or AVIF image."
TOO_COSTLY = (
    "The image takes too much time or memory to decode. Send it with fewer pixels or frames, or as a plain PNG or JPEG."
)


@dataclass(frozen=True, slots=True)
class ImageContent:
    """
    What decoding finds out about an image: width and height in pixels as displayed, `size` in bytes, `sha256` in hex,
    `thumb_hash` in base64, `thumbnail` as a WebP of up to 512 pixels a side.
    """

    content_type: str
    width: int
    height: int
    size: int
    sha256: str
    thumb_hash: str
    thumbnail: bytes
    provenance: FileProvenance | None = None
    """What the file says about where it comes from; None when that was not looked at."""
    labelled: LabelledFile | None = None
    """The file with a label, when one was asked for and the file has a place for it."""
