from collections.abc import Callable
from operator import attrgetter
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import Row

from resolvers.context import Context
from storage.keys import thumbnail_key
from storage.objects import SignedURL


class Image(NamedTuple):
    """One of the two images of a task's row."""

    recorded_url: str | None
    key: str | None
    content_type: str | None
    width: int | None
    height: int | None
    size: int | None
    sha256: str | None
    thumb_hash: str | None


Kind = Literal["original", "generated"]
IMAGE_COLUMNS: dict[Kind, list[str]] = {
    kind: [f"{kind}_image_url", f"aws_{kind}_key", *(f"{kind}_{name}" for name in Image._fields[2:])]
    for kind in get_args(Kind)
}
READ: dict[Kind, Callable[[Row[Any]], tuple[Any, ...]]] = {
    kind: attrgetter(*columns) for kind, columns in IMAGE_COLUMNS.items()
}


def image_of(task: Row[Any], kind: Kind) -> Image | None:
    image = Image._make(READ[kind](task))
    return image if image.recorded_url or image.key else None


def image_url(context: Context, image: Image, *, thumbnail: bool) -> SignedURL:
    """What the original design recorded is told as it was: it had made that URL public, and no thumbnail."""
    if image.recorded_url or image.key is None:
        return SignedURL(image.recorded_url or "", None)
    return context.storage.url(thumbnail_key(image.key) if thumbnail and image.thumb_hash else image.key)
