"""Notes prompts, and what images look like, behind the tasks: so nobody who records one waits for it."""

import logging
import time
from dataclasses import dataclass, field
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import orjson
from asyncpg import LockNotAvailableError

from models.changes.change_feed import TELL
from models.claims import NOBODY
from models.database import Database
from models.finding.prompt_noting import (
    LOOKED_AT,
    NOTE,
    TO_NOTE,
    WITHOUT_LOOK,
    ImageToLookAt,
    TaskToNote,
)
from models.images.image_look import NOTE_LOOK
from resolvers.finding.prompt_features import PromptFeatures, features_of
from resolvers.images.decoded_image import decoded
from resolvers.labels.dictionary import dictionary
from resolvers.labels.find_labels import found_labels
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.image_content import look_of_bytes
from storage.images.inspecting import Decoders
from storage.images.invalid_image import InvalidImage
from storage.images.keys import thumbnail_key
from storage.objects import Storage

logger = logging.getLogger(__name__)

FEATURES = "1"
"""The version of `features_of`."""
PROMPTS_AT_ONCE, IMAGES_AT_ONCE, CHANGES_AT_ONCE = 200, 20, 1_000
"""Changed tasks whose prompts are noted in one transaction; images that are, among the images of so many changes."""
LARGEST_THUMBNAIL = 1024 * 1024
"""In bytes; one has 30 KB."""
REPORT_EVERY = 30.0
"""Seconds between two lines in the log, while much is left."""


@dataclass(slots=True)
class NotingProgress:
    """Says in the log how far the changes are noted, when that takes long."""

    what: str
    next: float = field(default_factory=lambda: time.monotonic() + REPORT_EVERY)

    def report(self, change: TaskToNote | ImageToLookAt) -> None:
        if time.monotonic() >= self.next:
            logger.info("noted %s of %s of %s changes", self.what, f"{change.number:,}", f"{change.last:,}")
            self.next = time.monotonic() + REPORT_EVERY


async def note_prompts(database: Database, _: object = None) -> None:
    """Note the prompts of all tasks that have changed since the last call, or since labels are others."""
    version, progress = f"{FEATURES}-{dictionary().digest}", NotingProgress("the prompts")
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(TELL.bind())
    to_note = TO_NOTE.bind(version=version, at_most=PROMPTS_AT_ONCE)
    while changed := await database.rows(to_note, NOBODY, "service_role"):
        given = [(task.task_id, task.prompt) for task in changed if task.prompt is not None]
        features = {prompt: features_of(prompt) for _, prompt in given}
        known = {found.key: noted(prompt, found, version) for prompt, found in features.items()}
        note = NOTE.bind(
            origin=changed[-1].origin,
            up_to=changed[-1].number,
            task_ids=[task_id for task_id, _ in given],
            keys=[features[prompt].key for _, prompt in given],
            known=orjson.dumps([*known.values()]).decode(),
        )
        try:
            async with database.transaction(NOBODY, "service_role") as transaction:
                await transaction.rows(note)
        except LockNotAvailableError:  # a user is being erased: the next call goes on from here
            return
        progress.report(changed[-1])


def noted(prompt: str, found: PromptFeatures, version: str) -> dict[str, object]:
    return {"key": found.key, "features": found.bits, "labels": found_labels(prompt), "version": version}


async def note_looks(database: Database, storage: Storage, _: object = None) -> None:
    """
    Note what the images of tasks look like that were stored before that was looked at, or are of an import, one after
    the other. One whose thumbnail is missing or broken is left out.
    """
    progress = NotingProgress("the images")
    without_look = WITHOUT_LOOK.bind(version="", at_most=CHANGES_AT_ONCE, most_images=IMAGES_AT_ONCE)
    try:
        while changed := await database.rows(without_look, NOBODY, "service_role"):
            for image in changed:
                await note_look(database, storage, image)
            async with database.transaction(NOBODY, "service_role") as transaction:
                await transaction.rows(LOOKED_AT.bind(origin=changed[-1].origin, up_to=changed[-1].number))
            progress.report(changed[-1])
    except Exception as error:
        logger.warning("what images look like is not noted yet: %r", error)


async def note_look(database: Database, storage: Storage, image: ImageToLookAt) -> None:
    if not image.key or not image.sha256 or (look := await look_at(storage, image.key, image.sha256)) is None:
        return
    values = {"user_id": image.user_id, "task_ids": [image.task_id], "keys": [image.key], "sources": [None]}
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(NOTE_LOOK.bind(**values, looks=[look]))


async def look_at(storage: Storage, key: str, sha256_hex: str) -> int | None:
    """What the image at the key looks like, by its thumbnail; None where there is none."""
    with TemporaryFile() as temporary:
        file = cast("BinaryIO", temporary)
        try:
            await storage.get(thumbnail_key(key), file, at_most=LARGEST_THUMBNAIL)
            content = await decoded(partial(Decoders.inspect, file=file), NOBODY)
        except (ObjectNotFound, ObjectTooLarge, InvalidImage):
            return None
    return look_of_bytes(sha256_hex) if content.look == look_of_bytes(content.sha256) else content.look
