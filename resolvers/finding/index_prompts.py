"""Indexes prompts, and what images look like, in the background, so that recording a task does not wait for it."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

import orjson

from models.changes.change_feed import NUMBER_CHANGES
from models.claims import NOBODY
from models.connection import is_unreached
from models.database import Database, Transaction
from models.finding.prompt_indexing import (
    COUNT_PROMPTS,
    EARLIER,
    INDEXED_UP_TO,
    INDEXING_TURN,
    QUEUE_BOOTSTRAP,
    QUEUE_LOOK,
    TO_INDEX,
    WITHOUT_LOOK,
    ImageToLookAt,
    TaskToIndex,
)
from models.images.image_look import INDEX_LOOK
from resolvers.exceptions import Refusal
from resolvers.finding.prompt_features import as_bits, features_of, ngram_bitmap_of
from resolvers.images.inspected_image import decoded
from resolvers.labels.dictionary import dictionary
from resolvers.labels.find_labels import found_labels
from resolvers.limits.apart import Apart, briefly
from storage.failures import ObjectNotFound, ObjectTooLarge, StorageError
from storage.images.decoders import Decoders
from storage.images.image_content import InvalidImage, look_of_bytes
from storage.images.keys import thumbnail_key
from storage.objects import Storage

logger = logging.getLogger(__name__)

FEATURES = "4"
"""The version of `features_of` and `ngram_bitmap_of`, and of the indexed labels."""
PROMPTS_AT_ONCE = 200
"""Tasks whose prompts are indexed in one transaction."""
IMAGES_AT_ONCE, CHANGES_AT_ONCE = 20, 1_000
"""Images that are decoded before progress is recorded, among those of so many changes."""
BETWEEN_OTHERS = 5
"""Prompts that are analyzed before other work of the process has a turn: 1.5 ms each, at worst."""
LAST_CHANGE = 2**63 - 1
"""A number greater than that of any change."""
LARGEST_THUMBNAIL = 1024 * 1024
"""In bytes; a typical one has 30 KB."""
REPORT_EVERY = 30.0
"""Seconds between two lines in the log while much is left."""


@dataclass(slots=True)
class IndexingProgress:
    """Logs how far the changes are indexed if that takes long."""

    what: str
    next: float = field(default_factory=lambda: time.monotonic() + REPORT_EVERY)

    def report(self, number: int, last: int) -> None:
        if time.monotonic() >= self.next:
            logger.info("indexed %s of %s of %s changes", self.what, f"{number:,}", f"{last:,}")
            self.next = time.monotonic() + REPORT_EVERY


async def index_changed_prompts(database: Database, _: object = None) -> None:
    """Index the prompts of tasks that have changed since the last call, or since the labels changed."""
    progress = IndexingProgress("the prompts")
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(NUMBER_CHANGES.bind())
    to_index = TO_INDEX.bind(version=version(), at_most=PROMPTS_AT_ONCE)

    async def index_some(tasks: list[TaskToIndex]) -> None:
        async with database.transaction(NOBODY, "service_role") as transaction:
            await transaction.rows(INDEXING_TURN.bind())
            await index_tasks(transaction, tasks)

    while changed := await database.rows(to_index, NOBODY, "service_role"):
        last = changed[-1]
        apart: Apart[TaskToIndex] = Apart("index_prompts")
        await apart.do(changed, PROMPTS_AT_ONCE, index_some)
        async with database.transaction(NOBODY, "service_role") as transaction:
            for user_id in apart.left:  # such as a user being erased: a job retries
                await transaction.rows(QUEUE_BOOTSTRAP.bind(user_id=user_id))
            await transaction.rows(INDEXED_UP_TO.bind(kind="prompts", origin=last.origin, up_to=last.number))
        progress.report(last.number, last.last)


async def bootstrap_prompt_index(database: Database, user_id: UUID) -> None:
    """Index the prompts of all tasks of the user, the latest first."""
    progress, before, latest = IndexingProgress("the prompts of a user"), LAST_CHANGE, 0
    while before:
        async with database.transaction(NOBODY, "service_role") as transaction:
            tasks = await index_before(transaction, user_id, before)
        before = tasks[-1].number if tasks else 0
        latest = latest or before
        progress.report(latest - before, latest)


async def index_before(transaction: Transaction, user_id: UUID, before: int) -> list[TaskToIndex]:
    """Index the prompts of some of the user's latest tasks that last changed before that change, and return these."""
    earlier = EARLIER.bind(version=version(), user_id=user_id, before=before, at_most=PROMPTS_AT_ONCE)
    tasks = await transaction.rows(earlier)
    if tasks:
        await index_tasks(transaction, tasks)
    return tasks


async def index_tasks(transaction: Transaction, tasks: Sequence[TaskToIndex]) -> None:
    """Index the prompts of these tasks, and count the tasks of each prompt."""
    prompts = dict.fromkeys(task.prompt for task in tasks if task.prompt is not None)
    texts = {prompt: UUID(int=number) for number, prompt in enumerate(prompts)}
    known = []
    for number, (prompt, text) in enumerate(texts.items()):
        if number % BETWEEN_OTHERS == 0:
            await asyncio.sleep(0)
        known.append({"key": text, **indexed(prompt)})
    await transaction.rows(
        COUNT_PROMPTS.bind(
            task_ids=[task.task_id for task in tasks],
            owners=list({task.user_id for task in tasks}),
            keys=[texts.get(task.prompt or "") for task in tasks],
            known=orjson.dumps(known).decode(),
        )
    )


def indexed(prompt: str) -> dict[str, object]:
    """What the index stores of the prompt."""
    ngram_bitmap = ngram_bitmap_of(prompt)
    bits = {"features": features_of(prompt), "grams": ngram_bitmap if ngram_bitmap is None else as_bits(ngram_bitmap)}
    return {**bits, "labels": found_labels(prompt), "version": version()}


def version() -> str:
    """The version of the features and labels."""
    return f"{FEATURES}-{dictionary().digest}"


async def index_looks(database: Database, storage: Storage, _: object = None) -> None:
    """
    Index the looks of images that were stored before looks were indexed, or are imported, one at a time. An image whose
    thumbnail is missing or broken is skipped.
    """
    progress = IndexingProgress("the images")
    without_look = WITHOUT_LOOK.bind(version="", at_most=CHANGES_AT_ONCE, most_images=IMAGES_AT_ONCE)

    async def index_one(images: list[ImageToLookAt]) -> None:
        await index_look(database, storage, images[0])

    try:
        while changed := await database.rows(without_look, NOBODY, "service_role"):
            last = changed[-1]
            apart: Apart[ImageToLookAt] = Apart("note_looks", attrgetter("key"), is_general)
            await apart.do([image for image in changed if image.key], 1, index_one)
            await queue_looks(database, [image for image in changed if image.key in apart.left])
            async with database.transaction(NOBODY, "service_role") as transaction:
                await transaction.rows(INDEXED_UP_TO.bind(kind="looks", origin=last.origin, up_to=last.number))
            progress.report(last.number, last.last)
    except Exception as error:
        logger.warning("what images look like is not indexed yet: %r", error)


def is_general(error: Exception) -> bool:
    """Whether the error is not specific to one image, such as one of unreachable storage."""
    return is_unreached(error) or isinstance(error, (StorageError, Refusal))


async def queue_looks(database: Database, images: Sequence[ImageToLookAt]) -> None:
    """Queue jobs that index the looks of these images, such as those of locked tasks."""
    if not images:
        return
    async with database.transaction(NOBODY, "none") as transaction:
        for image in images:
            await transaction.rows(QUEUE_LOOK.bind(image=orjson.dumps(image._asdict()).decode()))


async def index_look(database: Database, storage: Storage, image: ImageToLookAt) -> None:
    if not image.key or not image.sha256 or (look := await look_at(storage, image.key, image.sha256)) is None:
        return
    values = {"user_id": image.user_id, "task_ids": [image.task_id], "keys": [image.key], "sources": [None]}
    async with briefly(database) as transaction:
        await transaction.rows(INDEX_LOOK.bind(**values, looks=[look]))


async def look_at(storage: Storage, key: str, sha256_hex: str) -> int | None:
    """The look of the image at the key, by its thumbnail; None if there is none."""
    with TemporaryFile() as temporary:
        file = cast("BinaryIO", temporary)
        try:
            await storage.get(thumbnail_key(key), file, at_most=LARGEST_THUMBNAIL)
            content = await decoded(partial(Decoders.inspect, file=file), NOBODY)
        except (ObjectNotFound, ObjectTooLarge, InvalidImage):
            return None
    return look_of_bytes(sha256_hex) if content.look == look_of_bytes(content.sha256) else content.look
