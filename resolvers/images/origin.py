"""The origin of results, which is written into their files: how they came about, by which model, from which images."""

from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from models.lineage.task_derivation import SOURCES
from models.provenance.image_provenance import OF_KEYS, ImageProvenance, by_key
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.exceptions import Busy
from resolvers.find_tasks import find_tasks
from resolvers.images.answering_storage import storage_turn
from resolvers.images.inspected_image import Origin
from resolvers.images.recorded_image import RecordedImage, images_of, source_type_of
from resolvers.limits.fair_share import FairShare
from resolvers.lineage.find_lineage import source_scope
from resolvers.reading import ReadScope
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.keys import user_id_in
from storage.provenance.assertions import Assertions, Ingredient, Relationship

MAX_INGREDIENTS = 4
"""The number of images that a result is signed as made from. Each is fetched for it."""
MAX_INGREDIENTS_SIZE = 32 * 1024 * 1024
"""Bytes of all of them; images that do not fit are left out."""
INGREDIENTS = FairShare(16 * MAX_INGREDIENTS_SIZE, partial(Busy, "disk space for the images that others are made from"))
"""Bytes on disk; a user has room for two tasks."""


@dataclass(frozen=True, slots=True)
class Making:
    """How a task made its results, as far as that is known before its sources are looked up."""

    original: RecordedImage | None
    """The image that they are edits of."""
    model: str | None
    ended_at: datetime | None = None
    """None for now."""
    sources: Sequence[tuple[UUID, int | None]] | None = None
    """The tasks that it was made from, each with the index of its image; None for the recorded ones."""


@asynccontextmanager
async def origin_of(context: Context, user_id: UUID, task_id: UUID, making: Making) -> AsyncIterator[Origin | None]:
    """
    The origin of a task's results; None if they are neither labelled nor signed. If they are signed, it has the images
    the task was made from that still exist. Only tasks with sources need statements and requests to storage.
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
    """Up to MAX_INGREDIENTS images that a task was made from: the edited one, then those of its sources."""
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
    """Write the image at the key to `file`, and return whether it still exists."""
    try:
        async with storage_turn(user_id):
            await context.storage.get(key, file, at_most=size)
        file.flush()
    except (ObjectNotFound, ObjectTooLarge):
        return False
    return True


async def find_provenance(context: Context, image: RecordedImage) -> ImageProvenance | None:
    """What the stored file of an image that the caller was shown says; None if it was not read."""
    if image.key is None or (owner := user_id_in(image.key)) is None:
        return None
    return await context.load(load_provenance, image.key, source_scope(context, owner, "provenance"))


async def load_provenance(context: Context, keys: list[str], of: ReadScope) -> list[ImageProvenance | None]:
    """What the files at the keys say, in their order; None for one that was not read. One statement."""
    found = by_key(await context.rows(OF_KEYS.bind(keys=keys), of))
    return list(map(found.get, keys))


async def stored_digests(context: Context, task: TaskRow, sent: Sequence[str | None]) -> list[str | None]:
    """
    The SHA-256 of the task's results in place of those of `sent` that they were labelled from. One statement, unless
    they equal the results.
    """
    images = images_of(task)
    if len(images) != len(sent) or all(one in (None, image.sha256) for one, image in zip(sent, images, strict=True)):
        return list(sent)
    keys = [image.key for image in images if image.key]
    found = by_key(await context.rows(OF_KEYS.bind(keys=keys), task.user_id))
    return [
        image.sha256 if image.key in found and found[image.key].sent_sha256 == one else one
        for one, image in zip(sent, images, strict=True)
    ]
