"""Has copies of images made with a visible mark, when they are first asked for, and kept beside the images."""

from contextlib import ExitStack
from datetime import UTC, datetime
from tempfile import TemporaryFile
from uuid import UUID, uuid4

from models.images.claim_statements import CLAIM, GIVE_UP
from resolvers.context import Context
from resolvers.exceptions import ImageNotMarked
from resolvers.images.answering_storage import storage_turn
from resolvers.images.decoded_image import inspect
from resolvers.images.inspected_image import FETCHED
from resolvers.images.recorded_image import RecordedImage, source_type_of
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.invalid_image import InvalidImage
from storage.images.keys import marked_key, task_id_in, user_id_in
from storage.images.look import Look
from storage.provenance.assertions import Assertions

LANGUAGE = "en"
"""Of the mark, where the plan names none."""


async def marked(context: Context, image: RecordedImage) -> str:
    """
    The key of the image's copy with a visible mark, which is made if there is none. Raises ImageNotMarked when it
    cannot be.
    """
    user_id, task_id = (user_id_in(image.key), task_id_in(image.key)) if image.key else (None, None)
    if image.key is None or image.size is None or user_id is None or task_id is None:
        raise ImageNotMarked(reason="it is not one that this server has stored")
    key = marked_key(image.key)
    try:
        async with storage_turn(user_id):
            await context.storage.describe(key)
    except ObjectNotFound:
        if context.caller.owner not in (None, user_id):
            raise ImageNotMarked(reason="its user has not asked for it yet") from None
        await make(context, image.key, image.size, user_id, task_id)
    return key


async def make(context: Context, key: str, size: int, user_id: UUID, task_id: UUID) -> None:
    """
    Make the copy and store it. It is claimed meanwhile like any upload, so that it is removed again should the task be
    deleted.
    """
    look, claim = look_of(context), uuid4()
    with ExitStack() as stack:
        await stack.enter_context(FETCHED.claim(user_id)).grow_to(size * (1 + look.copies))
        file, *copies = [stack.enter_context(TemporaryFile()) for _ in range(1 + look.copies)]
        try:
            async with storage_turn(user_id):
                await context.storage.get(key, file, at_most=size)
            content = await inspect(file, user_id, look.into(copies))
        except (ObjectNotFound, ObjectTooLarge, InvalidImage) as error:
            raise ImageNotMarked(reason="it is missing or damaged in storage") from error
        if content.labelled is None:
            raise ImageNotMarked(reason="it takes too much time or memory")
        copy = content.labelled
        async with context.transaction(user_id) as transaction:
            await transaction.rows(CLAIM.bind(ids=[claim], user_id=user_id, task_ids=[task_id], keys=[key]))
        async with storage_turn(user_id):
            await context.storage.put(
                marked_key(key),
                copies[copy.target],
                content_type=content.content_type,
                size=copy.size,
                sha256_hex=copy.sha256,
            )
        async with context.transaction(user_id) as transaction:
            await transaction.rows(GIVE_UP.bind(ids=[claim], user_id=user_id))


def look_of(context: Context) -> Look:
    assertions = Assertions(str(uuid4()), source_type_of(is_edit=False), datetime.now(UTC).isoformat(), marks=True)
    language = context.caller.plan.mark_images or LANGUAGE
    return Look(mark=language, key=context.signing_key, assertions=assertions if context.signing_key else None)
