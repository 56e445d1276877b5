import base64
from dataclasses import dataclass, replace
from enum import StrEnum

import thumbhash

from models.images.image_look import LOOKING_LIKE
from models.provenance.image_provenance import BY_PRODUCE_ID, with_image
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.exceptions import BadUserInput, InputRefusal
from resolvers.find_tasks import find_tasks
from resolvers.images.image_inputs import GivenImage, ImageSource
from resolvers.images.inspected_image import inspected
from resolvers.images.recorded_image import images_of
from storage.images.image_content import ImageContent
from storage.provenance.file_provenance import FileProvenance

MAX_DIFFERENCE = 12
"""The mean difference of two ThumbHashes' pixels, of 255, up to which images look the same."""


class Recognition(StrEnum):
    BYTES = "BYTES"
    LABEL = "LABEL"
    LIKENESS = "LIKENESS"


@dataclass(frozen=True, slots=True)
class VerifiedImage:
    """What a file says about its origin, whether that is intact, and the caller's task that it is a result of."""

    provenance: FileProvenance
    task: TaskRow | None = None
    recognised_by: Recognition | None = None
    is_intact: bool | None = None
    is_trusted: bool | None = None
    signer: str | None = None


async def verify_image(context: Context, given: GivenImage) -> VerifiedImage:
    """Look up the image, which is not stored. Raises BadUserInput if it is not accepted."""
    source = ImageSource(file=given.file, data_url=given.data_url)
    try:
        async with inspected(context, source, context.caller.id, ["image"], looks=True) as image:
            content = image.content
    except InputRefusal as error:
        raise BadUserInput(f"`image`: {error}") from error
    provenance, found = content.provenance or FileProvenance(), content.credentials
    verified = VerifiedImage(provenance)
    if found:
        verified = replace(verified, is_intact=found.is_intact, is_trusted=found.is_trusted, signer=found.signer)
    if same := await context.rows(with_image(content.sha256, context.caller.id)):
        return replace(verified, task=same[0], recognised_by=Recognition.BYTES)
    if labelled := await by_label(context, content):
        return replace(verified, task=labelled, recognised_by=Recognition.LABEL)
    if looking_like := await by_look(context, content):
        return replace(verified, task=looking_like, recognised_by=Recognition.LIKENESS)
    return verified


async def by_look(context: Context, content: ImageContent) -> TaskRow | None:
    """The caller's task with the same picture, if there is one."""
    found = await context.rows(LOOKING_LIKE.bind(user_id=context.caller.id, look=content.look))
    return (await find_tasks(context, [found[0].task_id], context.caller.id))[0] if found else None


async def by_label(context: Context, content: ImageContent) -> TaskRow | None:
    """The caller's task with the same image id in label or credentials, if the images look the same."""
    if not content.produce_id:
        return None
    rows = await context.rows(BY_PRODUCE_ID.bind(produce_id=content.produce_id, user_id=context.caller.id))
    tasks = await find_tasks(context, [row.task_id for row in rows], context.caller.id) if rows else []
    for row, task in zip(rows, tasks, strict=True):
        if task and looks_like(content, task, row.key):
            return task
    return None


def looks_like(content: ImageContent, task: TaskRow, key: str) -> bool:
    """Whether the image looks like the task's image at the key."""
    stored = next((image.thumb_hash for image in images_of(task) if image.key == key), None)
    return stored is not None and difference(content.thumb_hash, stored) <= MAX_DIFFERENCE


def difference(one: str, other: str) -> float:
    """The mean difference of the pixels of two ThumbHashes, 0 to 255; 255 for other proportions."""
    (width, height, pixels), (other_width, other_height, other_pixels) = (
        thumbhash.thumb_hash_to_rgba(base64.b64decode(each)) for each in (one, other)
    )
    if (width, height) != (other_width, other_height):
        return 255.0
    return sum(abs(a - b) for a, b in zip(pixels, other_pixels, strict=True)) / len(pixels)
