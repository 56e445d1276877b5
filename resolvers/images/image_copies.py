"""
Copies of images, made when they are first requested and stored with the images: with a visible mark, and of medium
size. All work is in the requester's turn; others who request the same copy meanwhile wait for it.
"""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from math import inf
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple
from uuid import UUID, uuid4

from models.images.image_claim import CLAIM, GIVE_UP
from resolvers.context import Context
from resolvers.exceptions import Busy
from resolvers.images.answering_storage import storage_turn
from resolvers.images.image_errors import ImageNotMarked
from resolvers.images.inspected_image import FETCHED, MAX_DECODER_WAIT_SECONDS, inspect
from resolvers.images.recorded_image import RecordedImage, source_type_of
from resolvers.limits.fair_share import FairShare, Visitor
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.image_content import InvalidImage
from storage.images.image_inspection import ImageInspection
from storage.images.keys import marked_key, medium_key, task_id_in, user_id_in
from storage.provenance.assertions import Assertions

LANGUAGE = "en"
"""The language of the mark, if the plan names none."""
COPIES_AT_ONCE = FairShare(inf, partial(Busy, "place to copy images"), each=1)
"""
Copies being made or waited for, one for each requester. So nobody who waits for a copy also waits for other copies of
its maker.
"""
COPIES_IN_PROGRESS: dict[tuple[str, bool], asyncio.Future[None]] = {}
"""
The copies that this process makes, by key and by whether they are in a visitor's turn, for which users do not wait. A
future is done once its copy is stored, has failed or was cancelled.
"""


class StoredImage(NamedTuple):
    """An image to copy; its size is in bytes."""

    key: str
    size: int
    user_id: UUID
    task_id: UUID
    turn: UUID
    """The owner of the turn: the user who requests the copy or owns the image, or a visitor."""


async def marked(context: Context, image: RecordedImage) -> str:
    """
    The key of the image's copy with a visible mark, which is made if it does not exist, under the plan of the image's
    user. Raises ImageNotMarked if it cannot be made.
    """
    stored = stored_image(context, image)
    key = marked_key(stored.key)
    if await size_of(context, stored, key) is None:
        if context.caller.owner not in (None, stored.user_id):
            raise ImageNotMarked(reason="its user has not requested it yet")
        making = partial(mark, await context.under_plan_of(stored.user_id), stored, key)
        await made_once(context, stored, key, making)
    return key


async def medium(context: Context, image: RecordedImage) -> str:
    """
    The key of the image's copy of medium size, which is made if it does not exist: with the visible mark if the
    caller's plan has marks. It is the whole image if no smaller one can be shown, as for an animation. Raises
    ImageNotMarked if the image is gone.
    """
    stored = stored_image(context, image)
    if context.caller.plan.mark_images:
        key = await marked(context, image)
        stored = stored._replace(key=key, size=await size_of(context, stored, key) or stored.size)
    key = medium_key(stored.key)
    if await size_of(context, stored, key) is None:
        await made_once(context, stored, key, partial(reduce, context, stored, key, image))
    return key


async def made_once(context: Context, image: StoredImage, key: str, make: Callable[[], Awaitable[None]]) -> None:
    """
    Have the copy at the key made, unless it exists. Of the requesters in this process one makes it; the others wait,
    and one of them makes it if that fails. Raises Busy after 20 seconds.
    """
    clock = asyncio.get_running_loop().time
    until = clock() + MAX_DECODER_WAIT_SECONDS
    await COPIES_AT_ONCE.take(image.turn, seconds=MAX_DECODER_WAIT_SECONDS)
    try:
        while (making := copy_in_progress(image, key)) or await size_of(context, image, key) is None:
            if making and not (await asyncio.wait([making], timeout=until - clock()))[0]:
                raise COPIES_AT_ONCE.refusal()
            if making is None and copy_in_progress(image, key) is None:
                await make_at((key, isinstance(image.turn, Visitor)), make)
                return
    finally:
        COPIES_AT_ONCE.give_back(image.turn)


def copy_in_progress(image: StoredImage, key: str) -> asyncio.Future[None] | None:
    """The future of the copy at the key, in anyone's turn, except that a user does not wait for a visitor's."""
    return COPIES_IN_PROGRESS.get((key, False)) or (
        COPIES_IN_PROGRESS.get((key, True)) if isinstance(image.turn, Visitor) else None
    )


async def make_at(place: tuple[str, bool], make: Callable[[], Awaitable[None]]) -> None:
    """Make the copy, which others await meanwhile at its place in `COPIES_IN_PROGRESS`."""
    COPIES_IN_PROGRESS[place] = making = asyncio.get_running_loop().create_future()
    try:
        await make()
    finally:
        del COPIES_IN_PROGRESS[place]
        making.set_result(None)


def stored_image(context: Context, image: RecordedImage) -> StoredImage:
    user_id, task_id = (user_id_in(image.key), task_id_in(image.key)) if image.key else (None, None)
    if image.key is None or image.size is None or user_id is None or task_id is None:
        raise ImageNotMarked(reason="this server has not stored it")
    return StoredImage(image.key, image.size, user_id, task_id, context.holder or user_id)


async def size_of(context: Context, image: StoredImage, key: str) -> int | None:
    """Bytes of the copy at the key, None if it does not exist."""
    try:
        async with storage_turn(image.turn):
            return (await context.storage.describe(key)).size
    except ObjectNotFound:
        return None


async def mark(context: Context, image: StoredImage, key: str) -> None:
    """Make the copy with a mark, and store it."""
    look = look_of(context)
    with ExitStack() as stack:
        file, target = await fetched(context, image, stack, look.steps), stack.enter_context(TemporaryFile())
        try:
            content = await inspect(file, image.turn, look.into(target))
        except InvalidImage as error:
            raise ImageNotMarked(reason="it is missing or damaged in storage") from error
        if content.labelled is None:
            raise ImageNotMarked(reason="it takes too much time or memory")
        copy = content.labelled
        async with claimed(context, image, image.key), storage_turn(image.turn):
            await context.storage.put(
                key, target, content_type=content.content_type, size=copy.size, sha256_hex=copy.sha256
            )


def look_of(context: Context) -> ImageInspection:
    assertions = Assertions(str(uuid4()), source_type_of(is_edit=False), datetime.now(UTC).isoformat(), marks=True)
    language = context.caller.plan.mark_images or LANGUAGE
    return ImageInspection(
        mark=language, key=context.signing_key, assertions=assertions if context.signing_key else None
    )


async def reduce(context: Context, image: StoredImage, key: str, original: RecordedImage) -> None:
    """Make the copy of medium size, of the image or of its copy with a mark, and store it."""
    small = await reduced(context, image)
    async with claimed(context, image, original.key or ""), storage_turn(image.turn):
        if small is None:
            await context.storage.copy(image.key, key, content_type=original.content_type)
        else:
            digest, size = sha256(small).hexdigest(), len(small)
            await context.storage.put(key, io.BytesIO(small), content_type="image/webp", size=size, sha256_hex=digest)


async def reduced(context: Context, image: StoredImage) -> bytes | None:
    """The image of medium size, as a WebP; None if it moves, has no fewer bytes, or takes too much to decode."""
    with ExitStack() as stack:
        file = await fetched(context, image, stack)
        try:
            content = await inspect(file, image.turn, ImageInspection(medium=True))
        except InvalidImage:
            return None
    return None if content.is_animated or len(content.thumbnail) >= image.size else content.thumbnail


async def fetched(context: Context, image: StoredImage, stack: ExitStack, copies: int = 0) -> BinaryIO:
    """The file of the image, which the `stack` closes, with room on disk for `copies` of it."""
    await stack.enter_context(FETCHED.claim(image.turn)).grow_to(image.size * (1 + copies))
    file = stack.enter_context(TemporaryFile())  # noqa: SIM115 - the stack closes it
    try:
        async with storage_turn(image.turn):
            await context.storage.get(image.key, file, at_most=image.size)
    except (ObjectNotFound, ObjectTooLarge) as error:
        raise ImageNotMarked(reason="it is missing or damaged in storage") from error
    return file


@asynccontextmanager
async def claimed(context: Context, image: StoredImage, key: str) -> AsyncIterator[None]:
    """
    Claim the key of the image while a copy is stored, like that of any upload, so that the copy is removed if the task
    is deleted. If that fails the claim is left to expire, since storage may still store the copy.
    """
    claim, user_id = uuid4(), image.user_id
    async with context.transaction(user_id) as transaction:
        await transaction.rows(CLAIM.bind(ids=[claim], user_id=user_id, task_ids=[image.task_id], keys=[key]))
    yield
    async with context.transaction(user_id) as transaction:
        await transaction.rows(GIVE_UP.bind(ids=[claim], user_id=user_id))
