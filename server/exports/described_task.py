"""A task in exports: with all of its fields in the API, under the same names."""

from collections.abc import Callable
from operator import attrgetter

import orjson
from pydantic.alias_generators import to_camel

from models.exports.export_statements import ExportedTask
from models.tasks import task_list
from resolvers.images.recorded_image import FIELD_COLUMNS, RecordedImage, image_of, images_of

NOT_EXPORTED = {"input_sha256", "deleted_at", "more_images", *FIELD_COLUMNS["original"], *FIELD_COLUMNS["generated"]}
"""The columns of images, which are exported with each image, and those that mean nothing outside of the database."""
COLUMNS = tuple(column.name for column in task_list.COLUMNS if column.name not in NOT_EXPORTED)
FIELDS = tuple(map(to_camel, COLUMNS))
ENUMS = {"taskType", "status"}
CONTENT = RecordedImage._fields[2:]
CONTENT_FIELDS = tuple(map(to_camel, CONTENT))
read_columns = attrgetter(*COLUMNS)
Locate = Callable[[ExportedTask, RecordedImage, str], dict[str, object]]
"""Returns the fields that say where an image is, given its task, the image, and `original` or its number there."""


def described(task: ExportedTask) -> dict[str, object]:
    """Return the task's own fields, without its images. Enums have their names in the API."""
    fields = dict(zip(FIELDS, read_columns(task), strict=True))
    return fields | {name: fields[name].upper() for name in ENUMS}


def line(task: ExportedTask, locate: Locate) -> bytes:
    """Return the task, with its images and its sources, as one line of JSON."""
    original = image_of(task, "original")
    whole = described(task) | {
        "originalImage": original and described_image(task, original, "original", locate),
        "images": [
            described_image(task, image, str(number), locate) for number, image in enumerate(images_of(task), 1)
        ],
        "sources": orjson.Fragment(task.sources),
    }
    return orjson.dumps(
        whole, default=str, option=orjson.OPT_APPEND_NEWLINE
    )  # orjson does not know the UUID of asyncpg


def described_image(task: ExportedTask, image: RecordedImage, which: str, locate: Locate) -> dict[str, object]:
    return {**locate(task, image, which), **dict(zip(CONTENT_FIELDS, image[2:], strict=True))}
