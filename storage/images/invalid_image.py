class InvalidImage(Exception):
    """This is not an image of an accepted kind: JPEG, PNG, WebP, GIF or AVIF."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class InfectedImage(InvalidImage):
    """The virus scanner has found something in this image."""
