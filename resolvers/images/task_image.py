"""Finds and fetches images of other tasks, for a new image that is to be a copy of one."""

from typing import BinaryIO, NamedTuple
from uuid import UUID

from models.tasks.task_statements import select_tasks
from resolvers.context import Context
from resolvers.exceptions import ImageNotFound, ImageRefused
from resolvers.images.answering_storage import answering_storage
from resolvers.images.image_inputs import TaskImage
from resolvers.images.recorded_image import images_of
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.image_content import ImageContent


class KeptImage(NamedTuple):
    """A task's image in storage. `content` is None if the original design stored it, which did not inspect images."""

    key: str
    content: ImageContent | None


async def find_task_image(context: Context, named: TaskImage, user_id: UUID, field: list[str]) -> KeptImage:
    """The image that is named, of a task of the user. Raises ImageNotFound when there is none in our storage."""
    tasks = await context.rows(select_tasks([named.task_id], user_id))
    image = dict(enumerate(images_of(tasks[0]))).get(named.index) if tasks else None
    if image is None or image.key is None:
        raise ImageNotFound(field=field)
    known = image[2:]
    content = None if None in known else ImageContent(*known, b"")  # type: ignore[arg-type] # None of it is None
    return KeptImage(image.key, content)


async def fetch_kept(context: Context, key: str, file: BinaryIO, field: list[str]) -> None:
    """Write the image at the key to `file`. Raises ImageRefused when it is larger than the caller's plan allows."""
    plan = context.caller.plan
    try:
        with answering_storage():
            await context.storage.get(key, file, at_most=plan.max_image_size)
    except ObjectNotFound as error:
        raise ImageNotFound(field=field) from error
    except ObjectTooLarge as error:
        reason = f"The image is larger than the {plan.max_image_size:,} bytes that the plan {plan.name} allows."
        raise ImageRefused(field=field, reason=reason) from error
