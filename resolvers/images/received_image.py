"""Finds and fetches the images that clients send or name, in one of four ways, for a task of a user."""

import base64
import binascii
import hashlib
import os
import re
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from models.images.image_claim import FIND_ANNOUNCED, AnnouncedUpload
from resolvers.context import Context
from resolvers.exceptions import InputRefusal, InvalidInput
from resolvers.find_tasks import find_task
from resolvers.images.answering_storage import storage_turn
from resolvers.images.image_errors import ImageNotFound, ImageRefused, ImageTooLarge, UploadNotFound
from resolvers.images.image_inputs import ImageReference, ImageSource
from resolvers.images.recorded_image import images_of
from resolvers.limits.fair_share import Claim
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.image_content import ImageContent
from storage.images.keys import is_staging_key

IN_MEMORY = 128 * 1024
"""The most bytes of an image held in memory; a larger one is in a temporary file."""
DATA_URL = re.compile(r"data:image/[a-z0-9.+-]+;base64,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReceivedImage:
    """An image that a client sent; `announced` if it came by a direct upload."""

    field: list[str]
    """The path to it in the mutation's input."""
    file: BinaryIO
    size: int
    announced: AnnouncedUpload | None = None


@dataclass(frozen=True, slots=True)
class InspectedImage:
    """An image that a client sent or named, and the result of its inspection."""

    field: list[str]
    """The path to it in the mutation's input."""
    file_or_key: BinaryIO | str
    """The bytes to store, or the key of the stored image to copy."""
    content: ImageContent
    """The content of the image as sent."""
    upload_id: UUID | None = None
    """The id of the direct upload by which it came, if it did."""


async def received(
    context: Context, image: ImageSource, user_id: UUID, field: list[str], file: BinaryIO, disk: Claim
) -> ReceivedImage | InspectedImage:
    """
    The image, fetched into `file`, for which it claims `disk`, unless it came with the request. An image that was
    inspected when stored is not fetched. Raises a refusal unless the caller's plan allows its size.
    """
    announced = None
    if image.upload_id is not None:
        field = [*field, "uploadId"]
        announced = await find_upload(context, image.upload_id, user_id, field)
        await fetch_upload(context, announced, user_id, file, disk, field)
    elif image.task_image is not None:
        field = [*field, "taskImage"]
        key, content = await find_image(context, image.task_image, user_id, field)
        if content:
            check_size(context, content.size, field)
            return InspectedImage(field, key, content)
        await fetch_image(context, key, user_id, file, disk, field)
    elif image.data_url is not None:
        field = [*field, "dataUrl"]
        file.write(decode(image.data_url, field))
    else:
        field = [*field, "file"]
        if image.file is None:
            raise InvalidInput(field=field, reason="This must be a file part of a multipart request.")
        file = image.file.file
    size = file.seek(0, os.SEEK_END)
    check_size(context, size, field)
    return ReceivedImage(field, file, size, announced)


async def sent_sha256(context: Context, image: ImageSource, user_id: UUID, field: list[str]) -> str | None:
    """
    The SHA-256 of the image as sent, without inspecting it; None if it cannot be found, for which its inspection raises
    a refusal.
    """
    try:
        if image.data_url is not None:
            return hashlib.sha256(decode(image.data_url, field)).hexdigest()
        if image.upload_id is not None:
            return (await find_upload(context, image.upload_id, user_id, field)).sha256
        if image.task_image is not None:
            _, content = await find_image(context, image.task_image, user_id, field)
            return content.sha256 if content else None
    except InputRefusal:
        return None
    if image.file is None:
        return None
    image.file.file.seek(0)
    digest = hashlib.sha256()
    while chunk := image.file.file.read(IN_MEMORY):
        digest.update(chunk)
    return digest.hexdigest()


async def find_upload(context: Context, upload_id: str, user_id: UUID, field: list[str]) -> AnnouncedUpload:
    """
    The announcement of the user's direct upload, which the caller's plan allows. Text that is not a UUID is refused
    like an unknown id.
    """
    try:
        of_upload = FIND_ANNOUNCED.bind(id=UUID(upload_id), owner=user_id)
    except ValueError as error:
        raise UploadNotFound(field=field) from error
    found = await context.rows(of_upload, user_id)
    if not found:
        raise UploadNotFound(field=field)
    check_size(context, found[0].size, field)
    return found[0]


async def fetch_upload(
    context: Context, upload: AnnouncedUpload, user_id: UUID, file: BinaryIO, disk: Claim, field: list[str]
) -> None:
    """Fetch what the direct upload sent to storage. Raises a refusal unless all of it is there."""
    try:
        await fetch(context, upload.key, upload.size, user_id, file, disk)
    except ObjectNotFound as error:
        if not is_staging_key(upload.key):  # it was attached, and its task has been deleted or given another image
            raise UploadNotFound(field=field) from error
        found = await find_upload(context, str(upload.id), user_id, field)
        if found.key == upload.key:
            raise InvalidInput(
                field=field, reason="Nothing was sent to this upload's URL yet. Send the bytes, then repeat this."
            ) from error
        await fetch_upload(context, found, user_id, file, disk, field)  # another call has attached it meanwhile
    except ObjectTooLarge as error:
        raise ImageRefused(
            field=field,
            reason=f"The upload is larger than the {upload.size:,} bytes that were announced. "
            "Ask for another upload with the image's own size, and send the image there.",
        ) from error


async def find_image(
    context: Context, reference: ImageReference, user_id: UUID, field: list[str]
) -> tuple[str, ImageContent | None]:
    """
    The key and the content of an image of a task of the user; the content is None if the original design stored it,
    which did not inspect images. Raises ImageNotFound if our storage has no such image.
    """
    task = await find_task(context, user_id, reference.task_id)
    image = dict(enumerate(images_of(task))).get(reference.index) if task else None
    if image is None or image.key is None:
        raise ImageNotFound(field=field)
    known = image[2:]
    content = None if None in known else ImageContent(*known, b"")  # type: ignore[arg-type] # None of it is None
    return image.key, content


async def fetch_image(context: Context, key: str, user_id: UUID, file: BinaryIO, disk: Claim, field: list[str]) -> None:
    """Fetch the user's image at the key. Raises ImageRefused if it is larger than their plan allows."""
    plan = context.caller.plan
    try:
        await fetch(context, key, plan.max_image_size, user_id, file, disk)
    except ObjectNotFound as error:
        raise ImageNotFound(field=field) from error
    except ObjectTooLarge as error:
        reason = f"The image is larger than the {plan.max_image_size:,} bytes that the plan {plan.name} allows."
        raise ImageRefused(field=field, reason=reason) from error


async def fetch(context: Context, key: str, most: int, user_id: UUID, file: BinaryIO, disk: Claim) -> None:
    """Write up to `most` bytes of the object at the key to `file`, for which it claims `disk`."""
    await disk.grow_to(most)
    async with storage_turn(user_id):
        await context.storage.get(key, file, at_most=most)
    disk.shrink_to(file.tell())


def decode(data_url: str, field: list[str]) -> bytes:
    """The bytes of a data URL, which must be base64. Its media type is ignored: the decoder finds the actual one."""
    start = DATA_URL.match(data_url)
    if start is None:
        raise InvalidInput(field=field, reason="This must be a data URL such as `data:image/png;base64,…`.")
    try:
        return base64.b64decode(data_url[start.end() :], validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(field=field, reason="The text after `base64,` is not base64.") from error


def check_size(context: Context, size: int, field: list[str]) -> None:
    """Raise ImageTooLarge if the caller's plan does not allow an image of `size` bytes."""
    plan = context.caller.plan
    if size > plan.max_image_size:
        raise ImageTooLarge(field=field, size=size, plan=plan.name, limit=plan.max_image_size)
