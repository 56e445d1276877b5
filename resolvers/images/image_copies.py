"""
Has copies of images made, when they are first asked for, and kept beside the images: with a visible mark, and of medium
size.
"""

import io
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from hashlib import sha256
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple
from uuid import UUID, uuid4

from models.images.claim_statements import CLAIM, GIVE_UP
from resolvers.context import Context
from resolvers.exceptions import ImageNotMarked
from resolvers.images.answering_storage import storage_turn
from resolvers.images.decoded_image import inspect
from resolvers.images.inspected_image import FETCHED
from resolvers.images.recorded_image import RecordedImage, source_type_of
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.image_content import InvalidImage
from storage.images.keys import marked_key, medium_key, task_id_in, user_id_in
from storage.images.look import Look
from storage.provenance.assertions import Assertions

LANGUAGE = "en"
"""Of the mark, where the plan names none."""


class StoredImage(NamedTuple):
    """An image that is to be copied; its size in bytes."""

    key: str
    size: int
    user_id: UUID
    task_id: UUID


async def marked(context: Context, image: RecordedImage) -> str:
    """
    The key of the image's copy with a visible mark, which is made if there is none, as the plan of the image's user has
    it. Raises ImageNotMarked when it cannot be.
    """
    stored = stored_image(image)
    key = marked_key(stored.key)
    if await size_of(context, stored.user_id, key) is None:
        if context.caller.owner not in (None, stored.user_id):
            raise ImageNotMarked(reason="its user has not asked for it yet")
        await mark(await context.under_plan_of(stored.user_id), stored, key)
    return key


async def medium(context: Context, image: RecordedImage) -> str:
    """
    The key of the image's copy of medium size, which is made if there is none: with the visible mark where the caller's
    plan has marks. Where no smaller image can be shown in its place, as of one that moves, it is the whole image.
    Raises ImageNotMarked when the image is gone.
    """
    stored = stored_image(image)
    if context.caller.plan.mark_images:
        key = await marked(context, image)
        stored = stored._replace(key=key, size=await size_of(context, stored.user_id, key) or stored.size)
    key = medium_key(stored.key)
    if await size_of(context, stored.user_id, key) is None:
        small = await reduced(context, stored)
        async with claimed(context, stored, image.key or ""), storage_turn(stored.user_id):
            if small is None:
                await context.storage.copy(stored.key, key, content_type=image.content_type)
            else:
                digest, size = sha256(small).hexdigest(), len(small)
                await context.storage.put(
                    key, io.BytesIO(small), content_type="image/webp", size=size, sha256_hex=digest
                )
    return key


def stored_image(image: RecordedImage) -> StoredImage:
    user_id, task_id = (user_id_in(image.key), task_id_in(image.key)) if image.key else (None, None)
    if image.key is None or image.size is None or user_id is None or task_id is None:
        raise ImageNotMarked(reason="it is not one that this server has stored")
    return StoredImage(image.key, image.size, user_id, task_id)


async def size_of(context: Context, user_id: UUID, key: str) -> int | None:
    """Bytes of the object, None when there is none."""
    try:
        async with storage_turn(user_id):
            return (await context.storage.describe(key)).size
    except ObjectNotFound:
        return None


async def mark(context: Context, image: StoredImage, key: str) -> None:
    """Make the copy with a mark, and store it."""
    look = look_of(context)
    with ExitStack() as stack:
        file, target = await fetched(context, image, stack, look.steps), stack.enter_context(TemporaryFile())
        try:
            content = await inspect(file, image.user_id, look.into(target))
        except InvalidImage as error:
            raise ImageNotMarked(reason="it is missing or damaged in storage") from error
        if content.labelled is None:
            raise ImageNotMarked(reason="it takes too much time or memory")
        copy = content.labelled
        async with claimed(context, image, image.key), storage_turn(image.user_id):
            await context.storage.put(
                key, target, content_type=content.content_type, size=copy.size, sha256_hex=copy.sha256
            )


def look_of(context: Context) -> Look:
    assertions = Assertions(str(uuid4()), source_type_of(is_edit=False), datetime.now(UTC).isoformat(), marks=True)
    language = context.caller.plan.mark_images or LANGUAGE
    return Look(mark=language, key=context.signing_key, assertions=assertions if context.signing_key else None)


async def reduced(context: Context, image: StoredImage) -> bytes | None:
    """The image of medium size, as a WebP; None where it moves, has no fewer bytes, or takes too much to decode."""
    with ExitStack() as stack:
        file = await fetched(context, image, stack)
        try:
            content = await inspect(file, image.user_id, Look(medium=True))
        except InvalidImage:
            return None
    return None if content.is_animated or len(content.thumbnail) >= image.size else content.thumbnail


async def fetched(context: Context, image: StoredImage, stack: ExitStack, copies: int = 0) -> BinaryIO:
    """The file of the image, kept for the `stack`, with room on disk for so many copies of it."""
    await stack.enter_context(FETCHED.claim(image.user_id)).grow_to(image.size * (1 + copies))
    file = stack.enter_context(TemporaryFile())  # noqa: SIM115 - it is left with the stack
    try:
        async with storage_turn(image.user_id):
            await context.storage.get(image.key, file, at_most=image.size)
    except (ObjectNotFound, ObjectTooLarge) as error:
        raise ImageNotMarked(reason="it is missing or damaged in storage") from error
    return file


@asynccontextmanager
async def claimed(context: Context, image: StoredImage, key: str) -> AsyncIterator[None]:
    """
    Claim the key of the image while a copy is stored, like that of any upload, so that the copy is removed again should
    the task be deleted. When that fails the claim is left to expire, since storage may still store the copy.
    """
    claim, user_id = uuid4(), image.user_id
    async with context.transaction(user_id) as transaction:
        await transaction.rows(CLAIM.bind(ids=[claim], user_id=user_id, task_ids=[image.task_id], keys=[key]))
    yield
    async with context.transaction(user_id) as transaction:
        await transaction.rows(GIVE_UP.bind(ids=[claim], user_id=user_id))
