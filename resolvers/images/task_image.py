"""The images of other tasks, as what an image is a copy of."""

from typing import BinaryIO, NamedTuple
from uuid import UUID

from models.tasks.task_statements import select_tasks
from resolvers.context import Context
from resolvers.exceptions import ImageNotFound, ImageRefused
from resolvers.images.image_inputs import TaskImage
from resolvers.images.recorded_image import images_of
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.image_content import ImageContent


class KeptImage(NamedTuple):
    """An image of a task in storage. `content` None: the original design stored it, and looked at none."""

    key: str
    content: ImageContent | None


async def find_task_image(context: Context, named: TaskImage, user_id: UUID, field: list[str]) -> KeptImage:
    """The image, of a task of the user; ImageNotFound where there is none, or where it is not kept here."""
    tasks = await context.rows(select_tasks([named.task_id], user_id))
    image = dict(enumerate(images_of(tasks[0]))).get(named.index) if tasks else None
    if image is None or image.key is None:
        raise ImageNotFound(field=field)
    known = image[2:]
    content = None if None in known else ImageContent(*known, b"")  # type: ignore[arg-type] # None of it is None
    return KeptImage(image.key, content)


async def fetch_kept(context: Context, key: str, file: BinaryIO, field: list[str]) -> None:
    """Write the image at the key to `file`, as far as the caller's plan allows."""
    plan = context.caller.plan
    try:
        await context.storage.get(key, file, at_most=plan.max_image_size)
    except ObjectNotFound as error:
        raise ImageNotFound(field=field) from error
    except ObjectTooLarge as error:
        reason = f"The image is larger than the {plan.max_image_size:,} bytes that the plan {plan.name} allows."
        raise ImageRefused(field=field, reason=reason) from error
