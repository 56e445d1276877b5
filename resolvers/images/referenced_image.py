"""Finds and fetches images of other tasks, for a new image that is to be a copy of one."""

from typing import BinaryIO
from uuid import UUID

from models.tasks.task_statements import select_tasks
from resolvers.context import Context
from resolvers.images.answering_storage import storage_turn
from resolvers.images.image_errors import ImageNotFound, ImageRefused
from resolvers.images.image_inputs import ImageReference
from resolvers.images.recorded_image import images_of
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.image_content import ImageContent


async def find_image(
    context: Context, reference: ImageReference, user_id: UUID, field: list[str]
) -> tuple[str, ImageContent | None]:
    """
    The key and the content of an image of a task of the user; the content is None if the original design stored it,
    which did not inspect images. Raises ImageNotFound when there is no such image in our storage.
    """
    tasks = await context.rows(select_tasks([reference.task_id], user_id), user_id)
    image = dict(enumerate(images_of(tasks[0]))).get(reference.index) if tasks else None
    if image is None or image.key is None:
        raise ImageNotFound(field=field)
    known = image[2:]
    content = None if None in known else ImageContent(*known, b"")  # type: ignore[arg-type] # None of it is None
    return image.key, content


async def fetch_image(context: Context, key: str, user_id: UUID, file: BinaryIO, field: list[str]) -> None:
    """Write the user's image at the key to `file`. Raises ImageRefused when it is larger than their plan allows."""
    plan = context.caller.plan
    try:
        async with storage_turn(user_id):
            await context.storage.get(key, file, at_most=plan.max_image_size)
    except ObjectNotFound as error:
        raise ImageNotFound(field=field) from error
    except ObjectTooLarge as error:
        reason = f"The image is larger than the {plan.max_image_size:,} bytes that the plan {plan.name} allows."
        raise ImageRefused(field=field, reason=reason) from error
