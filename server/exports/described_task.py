"""A task as exports tell it: with every field that the API has of it, by the same names."""

from collections.abc import Callable
from operator import attrgetter

import orjson
from pydantic.alias_generators import to_camel

from models.exports.export_statements import ExportedTask
from models.tasks.task_list import NAMES
from resolvers.images.recorded_image import FIELD_COLUMNS, RecordedImage, image_of, images_of

NOT_TOLD = {"input_sha256", "deleted_at", "more_images", *FIELD_COLUMNS["original"], *FIELD_COLUMNS["generated"]}
"""Columns of images, which are told by image, and those that mean nothing outside of the database."""
COLUMNS = tuple(name for name in NAMES if name not in NOT_TOLD)
FIELDS = tuple(map(to_camel, COLUMNS))
ENUMS = {"taskType", "status"}
CONTENT = RecordedImage._fields[2:]
CONTENT_FIELDS = tuple(map(to_camel, CONTENT))
read_columns = attrgetter(*COLUMNS)
Locate = Callable[[ExportedTask, RecordedImage, str], dict[str, object]]
"""What tells where an image is: by its task, the image, and which of the task's it is: `original`, or its number."""


def described(task: ExportedTask) -> dict[str, object]:
    """The fields of the task itself. Enums are named as in the API."""
    fields = dict(zip(FIELDS, read_columns(task), strict=True))
    return fields | {name: fields[name].upper() for name in ENUMS}


def line(task: ExportedTask, locate: Locate) -> bytes:
    """The task with its images and what it was made from, as one line of JSON."""
    original = image_of(task, "original")
    whole = described(task) | {
        "originalImage": original and described_image(task, original, "original", locate),
        "images": [
            described_image(task, image, str(number), locate) for number, image in enumerate(images_of(task), 1)
        ],
        "sources": orjson.Fragment(task.sources),
    }
    return orjson.dumps(whole, default=str, option=orjson.OPT_APPEND_NEWLINE)  # the driver has a UUID of its own


def described_image(task: ExportedTask, image: RecordedImage, which: str, locate: Locate) -> dict[str, object]:
    return {**locate(task, image, which), **dict(zip(CONTENT_FIELDS, image[2:], strict=True))}
