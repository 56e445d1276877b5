import json
from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

from models.tasks.task_row import TaskRow
from storage.images.image_content import MEDIUM_BYTES
from storage.images.keys import is_own_key, thumbnail_key
from storage.objects import Storage


class RecordedImage(NamedTuple):
    """An image that a task's row describes; see the columns of `TaskRow`."""

    recorded_url: str | None
    key: str | None
    content_type: str | None
    width: int | None
    height: int | None
    size: int | None
    sha256: str | None
    thumb_hash: str | None

    @property
    def has_medium(self) -> bool:
        """Whether it is large enough for a copy of medium size; a GIF, which may move, has none."""
        return (self.size or 0) > MEDIUM_BYTES and self.content_type != "image/gif" and bool(self.width and self.height)

    def within(self, side: int) -> tuple[int, int]:
        """Its width and height when reduced to at most `side` pixels a side."""
        width, height = self.width or 0, self.height or 0
        share = min(1, side / max(width, height, 1))
        return round(width * share), round(height * share)


SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
ImageKind = Literal["original", "generated"]
FIELD_COLUMNS: dict[ImageKind, list[str]] = {
    kind: [f"{kind}_image_url", f"aws_{kind}_key", *(f"{kind}_{name}" for name in RecordedImage._fields[2:])]
    for kind in get_args(ImageKind)
}
IMAGE_COLUMNS = {kind: ["id", "user_id", *columns] for kind, columns in FIELD_COLUMNS.items()}
RESULT_COLUMNS = [*IMAGE_COLUMNS["generated"], "more_images"]
READ: dict[ImageKind, Callable[[TaskRow], Iterable[object]]] = {
    kind: attrgetter(*columns) for kind, columns in FIELD_COLUMNS.items()
}


def image_of(task: TaskRow, kind: ImageKind) -> RecordedImage | None:
    """
    The image of this kind of a task, None if it has none. The row must have the columns IMAGE_COLUMNS of this kind. A
    row of the original design, without SHA-256, may name a key that is not its own, which is ignored.
    """
    image = tuple.__new__(RecordedImage, READ[kind](task))  # as `_make`, in half the time
    if image.sha256 is None and image.key and not is_own_key(image.key, task.user_id, task.id):
        image = image._replace(key=None)
    return image if image.recorded_url or image.key else None


def images_of(task: TaskRow) -> list[RecordedImage]:
    """The results of a task, in order. The row must have the columns RESULT_COLUMNS."""
    first = image_of(task, "generated")
    more = json.loads(task.more_images) if task.more_images else []
    return ([first] if first else []) + [RecordedImage(recorded_url=None, **image) for image in more]


def source_type_of(*, is_edit: bool) -> str:
    """IPTC's term for how a task's results come about: as an edit of a picture, or from the prompt alone."""
    return f"{SOURCE_TYPES}{'compositeWithTrainedAlgorithmicMedia' if is_edit else 'trainedAlgorithmicMedia'}"


def image_urls(storage: Storage, *, thumbnail: bool = False) -> Callable[[RecordedImage], str]:
    """
    A function that returns the URL at which a browser fetches an image, or its thumbnail. An image of the original
    design keeps its recorded public URL, which also stands for its thumbnail.
    """
    made_url = storage.url_maker().url

    def image_url(image: RecordedImage) -> str:
        key = image.key
        if image.recorded_url or key is None:
            return image.recorded_url or ""
        return made_url(thumbnail_key(key) if thumbnail and image.thumb_hash else key)

    return image_url


def urls_expire_at(storage: Storage) -> Callable[[RecordedImage], datetime | None]:
    """A function that returns when the URLs of `image_urls` for an image expire; None for never."""
    expires_at = storage.url_maker().expires_at
    return lambda image: None if image.recorded_url or image.key is None else expires_at
