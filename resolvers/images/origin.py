"""What results come from, which is written into their files: how they came about, by which model, from which images."""

from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from models.lineage.lineage_statements import SOURCES
from resolvers.context import Context
from resolvers.exceptions import Busy
from resolvers.find_tasks import find_tasks
from resolvers.images.answering_storage import storage_turn
from resolvers.images.inspected_image import Origin
from resolvers.images.recorded_image import RecordedImage, images_of, source_type_of
from resolvers.limits.fair_share import FairShare
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.provenance.assertions import Assertions, Ingredient, Relationship

MAX_INGREDIENTS = 4
"""Images that a result is signed as made from, each of which is fetched for it."""
MAX_INGREDIENTS_SIZE = 32 * 1024 * 1024
"""Bytes of all of them; what does not fit is left out."""
INGREDIENTS = FairShare(16 * MAX_INGREDIENTS_SIZE, partial(Busy, "disk space for the images that others are made from"))
"""Bytes on disk, of which a user has room for two tasks."""


@dataclass(frozen=True, slots=True)
class Making:
    """How a task made its results, as far as it is known before its sources are looked up."""

    original: RecordedImage | None
    """The image that they are edits of."""
    model: str | None
    ended_at: datetime | None = None
    """None: now."""
    sources: Sequence[tuple[UUID, int | None]] | None = None
    """The tasks that it was made from, each with the index of its image; None: those that are recorded."""


@asynccontextmanager
async def origin_of(context: Context, user_id: UUID, task_id: UUID, making: Making) -> AsyncIterator[Origin | None]:
    """
    What the results of a task come from, with the images that it was made from as far as they are still there, where
    results are signed. None where they are neither labelled nor signed. Statements and requests to storage are only
    for tasks that have sources.
    """
    plan, source_type = context.caller.plan, source_type_of(is_edit=making.original is not None)
    if not (plan.label_images and context.looks_at_files):
        yield None
        return
    if context.signing_key is None:
        yield Origin(source_type)
        return
    assertions = Assertions("", source_type, (making.ended_at or datetime.now(UTC)).isoformat(), making.model)
    with ExitStack() as stack:
        ingredients: list[tuple[Ingredient, BinaryIO]] = []
        disk = stack.enter_context(INGREDIENTS.claim(user_id))
        for relationship, image in await images_before(context, user_id, task_id, making):
            if image.key and image.size and image.content_type and disk.amount + image.size <= MAX_INGREDIENTS_SIZE:
                await disk.grow_to(disk.amount + image.size)
                file = stack.enter_context(TemporaryFile())
                if await is_fetched(context, image.key, image.size, user_id, file):
                    ingredients.append((Ingredient(relationship, image.content_type), file))
        yield Origin(source_type, assertions, ingredients)


async def images_before(
    context: Context, user_id: UUID, task_id: UUID, making: Making
) -> list[tuple[Relationship, RecordedImage]]:
    """The images that a task was made from, up to MAX_INGREDIENTS: that which was edited, then those of its sources."""
    sources = making.sources
    if sources is None:
        rows = await context.rows(SOURCES.bind(ids=[task_id]), user_id)
        sources = [(row.source_id, row.image_index) for row in rows]
    found: list[tuple[Relationship, RecordedImage]] = [("parentOf", making.original)] if making.original else []
    sources = sources[: MAX_INGREDIENTS - len(found)]
    tasks = await find_tasks(context, [one for one, _ in sources], user_id) if sources else []
    for (_, index), task in zip(sources, tasks, strict=True):
        images = images_of(task)[index or 0 :] if task and not task.trashed_at else []
        found += [("inputTo", image) for image in images[:1]]
    return found


async def is_fetched(context: Context, key: str, size: int, user_id: UUID, file: BinaryIO) -> bool:
    """Write the image at the key to `file`, and return whether it is still there."""
    try:
        async with storage_turn(user_id):
            await context.storage.get(key, file, at_most=size)
        file.flush()
    except (ObjectNotFound, ObjectTooLarge):
        return False
    return True
