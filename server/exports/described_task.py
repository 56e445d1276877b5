"""Tasks and saved views in exports, with the fields and names of the API."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson
from pydantic.alias_generators import to_camel
from sqlalchemy import JSON, Enum, Numeric

from models.exports.export_statements import ExportedTask
from models.tasks.task_row import EXPORTED
from models.tasks.task_table import COLUMNS
from models.views.view_record import SavedViewRecord
from resolvers.credits.reservation import credits_held
from resolvers.images.recorded_image import RecordedImage, image_of, images_of
from schema.types.scalars import write_decimal

FIELDS = (*map(to_camel, EXPORTED), "isStarred", "creditsHeld", "resultCount")
ENUMS, DOCUMENTS, DECIMALS = (
    tuple(to_camel(name) for name in EXPORTED if isinstance(COLUMNS[name].type, kind)) for kind in (Enum, JSON, Numeric)
)
CONTENT = RecordedImage._fields[2:]
CONTENT_FIELDS = tuple(map(to_camel, CONTENT))
read_columns = attrgetter(*EXPORTED)
Locate = Callable[[ExportedTask, RecordedImage, str], dict[str, object]]
"""Returns the fields with the location of an image, given its task, the image, and `original` or its number."""


def described(task: ExportedTask) -> dict[str, object]:
    """Return the task's fields without its images, with the API's names of enums, and JSON as text."""
    values = (*read_columns(task), task.starred_at is not None, credits_held(task), len(images_of(task)))
    fields: dict[str, Any] = dict(zip(FIELDS, values, strict=True))
    fields |= {name: fields[name].upper() for name in ENUMS}
    return fields | {name: write_decimal(fields[name]) for name in DECIMALS if fields[name] is not None}


def line(task: ExportedTask, locate: Locate) -> bytes:
    """Return the task, with its images, sources and boards, as one line of JSON."""
    original = image_of(task, "original")
    fields = described(task)
    results = enumerate(images_of(task), 1)
    whole = {
        **fields,
        **{name: orjson.Fragment(text) for name in DOCUMENTS if isinstance(text := fields[name], str)},
        "originalImage": original and described_image(task, original, "original", locate),
        "images": [described_image(task, image, str(number), locate) for number, image in results],
        "sources": orjson.Fragment(task.sources),
        "boards": orjson.Fragment(task.boards),
    }
    # `default`, since orjson does not know the UUID of asyncpg
    return orjson.dumps(whole, default=str, option=orjson.OPT_APPEND_NEWLINE)


def described_image(task: ExportedTask, image: RecordedImage, which: str, locate: Locate) -> dict[str, object]:
    return {**locate(task, image, which), **dict(zip(CONTENT_FIELDS, image[2:], strict=True))}


def described_view(view: SavedViewRecord, user_id: UUID) -> dict[str, object]:
    return {
        "id": str(view.id),
        "userId": str(user_id),
        "name": view.name,
        "where": orjson.Fragment(view.conditions),
        "orderBy": {"field": view.order_field.upper(), "direction": view.order_direction.upper()},
        "createdAt": view.created_at,
    }
