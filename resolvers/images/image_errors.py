from typing import Any

from resolvers.exceptions import (
    BAD_USER_INPUT,
    TOO_LARGE,
    UNAVAILABLE,
    ErrorCode,
    FieldRefusal,
    InputRefusal,
    NotFound,
    QuotaExceeded,
)

SCANNER_UNAVAILABLE = ErrorCode(
    "SCANNER_UNAVAILABLE",
    "Images are scanned for viruses here, and cannot be now. Nothing has changed.",
    is_temporary=True,
)


class UploadNotFound(NotFound):
    """There is no such upload, or it has expired. Ask for one with `createImageUpload`."""


class ImageNotFound(NotFound):
    """There is no such image. Give the id of one of your tasks, and the index, from 0, of one of its `images`."""


class ImageRefused(InputRefusal):
    """{reason}"""

    code = ErrorCode(
        "INVALID_IMAGE",
        "The file is not a valid JPEG, PNG, WebP, GIF or AVIF, was refused by the malware scan, or is not the one that "
        "was announced.",
    )


class ImageTooLarge(InputRefusal):
    """The image has {size:,} bytes; the plan {plan} allows {limit:,} bytes an image."""

    code = TOO_LARGE

    @property
    def details(self) -> dict[str, Any]:
        return {"limit": "max_image_size", "maximum": self.values["limit"], "size": self.values["size"]}


class StorageUsedUp(QuotaExceeded):
    """The plan {plan} allows {limit:,} bytes of images, and {used:,} are used; this would add {added:,}."""

    quota = "max_storage"

    @property
    def details(self) -> dict[str, Any]:
        return {**super().details, "added": self.values["added"]}


class TooManyUploads(QuotaExceeded):
    """A user may have {limit:,} open uploads, and has as many. Attach them, or wait: each expires after 24 hours."""

    quota = "open_uploads"


class TooManyAnnounced(QuotaExceeded):
    """A user may announce {limit:,} uploads, including those of deleted tasks, and has as many. Wait for an hour."""

    quota = "announced_uploads"


class NoImagesNow(FieldRefusal):
    """Images cannot be scanned for viruses at the moment. Nothing has changed: send it again a little later."""

    code = SCANNER_UNAVAILABLE


class ImagesUnavailable(FieldRefusal):
    """Images can be neither stored nor read at the moment. Nothing has changed: send it again a little later."""

    code = UNAVAILABLE


class ImageNotMarked(FieldRefusal):
    """This image has no copy with a visible mark, and none can be made: {reason}."""

    code = BAD_USER_INPUT
