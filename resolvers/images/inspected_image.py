import base64
import binascii
import hashlib
import logging
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import BinaryIO, NamedTuple, cast
from uuid import UUID, uuid4

from models.images.claim_statements import FIND_ANNOUNCED, AnnouncedUpload
from resolvers.context import Context
from resolvers.exceptions import Busy, InputRefusal, InvalidInput
from resolvers.fair_share import Claim, FairShare
from resolvers.images.answering_storage import storage_turn
from resolvers.images.decoded_image import inspect
from resolvers.images.image_errors import ImageRefused, ImageTooLarge, NoImagesNow, UploadNotFound
from resolvers.images.image_inputs import ImageSource
from resolvers.images.referenced_image import fetch_image, find_image
from storage.failures import ObjectNotFound, ObjectTooLarge, ScannerUnavailable
from storage.images.image_content import ImageContent, InvalidImage
from storage.images.image_inspection import ImageInspection
from storage.images.keys import is_staging_key
from storage.provenance.assertions import Assertions, Ingredient
from storage.provenance.file_provenance import Label

logger = logging.getLogger(__name__)

IN_MEMORY = 128 * 1024
"""The most bytes of an image that are kept in memory; a larger one is kept in a temporary file."""
FETCHED = FairShare(768 * 1024 * 1024, partial(Busy, "disk space for images"))
"""Bytes on disk for images that this process fetches from storage to decode them."""
DATA_URL = re.compile(r"data:image/[a-z0-9.+-]+;base64,", re.IGNORECASE)


class ReceivedImage(NamedTuple):
    """An image that a client has sent, with what was announced of it if it came by a direct upload."""

    field: list[str]
    """The path to it in the mutation's input."""
    file: BinaryIO
    announced: AnnouncedUpload | None = None


@dataclass(frozen=True, slots=True)
class InspectedImage:
    """An image that a client has sent or named, and what its inspection found."""

    field: list[str]
    """The path to it in the mutation's input."""
    file_or_key: BinaryIO | str
    """The bytes to store, or the key of the stored image that it is a copy of."""
    content: ImageContent
    """The content of what was sent."""
    upload_id: UUID | None = None
    """The id of the direct upload by which it came, if it did."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a result comes from, for its label and its credentials."""

    source_type: str
    """IPTC's term for how it came about."""
    assertions: Assertions | None = None
    """What it is signed with, but for its id and its ingredients; None: it is not signed."""
    ingredients: Sequence[tuple[Ingredient, BinaryIO]] = ()


@asynccontextmanager
async def inspected(
    context: Context,
    image: ImageSource,
    user_id: UUID,
    field: list[str],
    origin: Origin | None = None,
    *,
    looks: bool = False,
) -> AsyncIterator[InspectedImage]:
    """
    Fetch and inspect an image for a task of the user. Raises a refusal unless it is an image that the caller's plan
    allows; `field` is the path to it in the mutation's input. Its bytes are kept for the `async with`.

    `origin`: what a result comes from, which is written into the stored file. `looks`: what the file says about where
    it comes from is read, as it always is where images are labelled or signed.
    """
    with (
        SpooledTemporaryFile(max_size=IN_MEMORY) as temporary,
        FETCHED.claim(user_id) as disk,
        ExitStack() as stack,
    ):
        sent = await received(context, image, user_id, field, cast("BinaryIO", temporary), disk)
        if isinstance(sent, InspectedImage):
            yield sent
            return
        field, file, announced = sent
        size = file.seek(0, os.SEEK_END)
        check_size(context, size, field)
        look = look_of(context, origin, looks=looks)
        if look and look.steps:
            await disk.grow_to(disk.amount + size * look.steps)
            look = look.into(stack.enter_context(TemporaryFile()))
        content = await scan_and_inspect(context, file, user_id, announced, field, partial(inspect, inspection=look))
        stored = look.target if look and look.target and content.labelled else file
        yield InspectedImage(field, stored, content, announced and announced.id)


async def received(
    context: Context, image: ImageSource, user_id: UUID, field: list[str], file: BinaryIO, disk: Claim
) -> ReceivedImage | InspectedImage:
    """
    The image, fetched into `file`, for which it claims `disk`, unless it came with the request. One that was inspected
    when it was stored is not fetched.
    """
    if image.upload_id is not None:
        field = [*field, "uploadId"]
        announced = await find_upload(context, image.upload_id, user_id, field)
        await disk.grow_to(announced.size)
        await fetch(context, announced, user_id, file, field)
        disk.shrink_to(file.tell())
        return ReceivedImage(field, file, announced)
    if image.task_image is not None:
        field = [*field, "taskImage"]
        key, content = await find_image(context, image.task_image, user_id, field)
        if content:
            check_size(context, content.size, field)
            return InspectedImage(field, key, content)
        await disk.grow_to(context.caller.plan.max_image_size)
        await fetch_image(context, key, user_id, file, field)
        disk.shrink_to(file.tell())
        return ReceivedImage(field, file)
    if image.data_url is not None:
        field = [*field, "dataUrl"]
        file.write(decode(image.data_url, field))
        return ReceivedImage(field, file)
    field = [*field, "file"]
    if image.file is None:
        raise InvalidInput(field=field, reason="This must be a file part of a multipart request.")
    return ReceivedImage(field, image.file.file)


def look_of(context: Context, origin: Origin | None, *, looks: bool) -> ImageInspection | None:
    """How an image is looked at, and what is written into its file, with an id made for it; None: not at all."""
    if origin is None:
        return ImageInspection(trust=context.trust) if looks or context.looks_at_files else None
    producer, image_id = context.content_producer, uuid4()
    return ImageInspection(
        label=Label(producer, image_id.hex, origin.source_type) if producer else None,
        assertions=origin.assertions
        and replace(
            origin.assertions, id=str(image_id), ingredients=tuple(ingredient for ingredient, _ in origin.ingredients)
        ),
        key=context.signing_key,
        trust=context.trust,
        ingredients=[file for _, file in origin.ingredients],
    )


async def sent_sha256(context: Context, image: ImageSource, user_id: UUID, field: list[str]) -> str | None:
    """
    The SHA-256 of what was sent, found out without inspecting it: of an image that was stored before, nothing more
    needs to be known. None when it cannot be found; who inspects it is told why.
    """
    try:
        if image.upload_id is not None:
            return (await find_upload(context, image.upload_id, user_id, field)).sha256
        if image.task_image is not None:
            _, content = await find_image(context, image.task_image, user_id, field)
            return content.sha256 if content else None
        if image.data_url is not None:
            return hashlib.sha256(decode(image.data_url, field)).hexdigest()
    except InputRefusal:
        return None
    if image.file is None:
        return None
    digest = hashlib.sha256()
    image.file.file.seek(0)
    while chunk := image.file.file.read(IN_MEMORY):
        digest.update(chunk)
    return digest.hexdigest()


async def scan_and_inspect(
    context: Context,
    file: BinaryIO,
    user_id: UUID,
    announced: AnnouncedUpload | None,
    field: list[str],
    inspect_file: Callable[[BinaryIO, UUID], Awaitable[ImageContent]],
) -> ImageContent:
    """
    Scan and decode the image of the user, of whom one is decoded at a time. Raises ImageRefused when it is infected, no
    image, or not the one that was announced, and NoImagesNow when it cannot be scanned.
    """
    try:
        if context.storage.antivirus:
            await context.storage.antivirus.scan(file)
        content = await inspect_file(file, user_id)
    except ScannerUnavailable as error:
        logger.error("%s", error)  # noqa: TRY400 - a traceback would say nothing more
        raise NoImagesNow from error
    except InvalidImage as error:
        raise ImageRefused(field=field, reason=str(error)) from error
    if announced and any(
        getattr(content, column) != getattr(announced, column) for column in ("content_type", "size", "sha256")
    ):
        raise ImageRefused(
            field=field,
            reason=f"What was sent is {content.content_type} of {content.size:,} bytes, not what was announced.",
        )
    return content


async def find_upload(context: Context, upload_id: str, user_id: UUID, field: list[str]) -> AnnouncedUpload:
    """Return what was announced of a direct upload of the user, which the caller's plan allows."""
    found = await context.rows(FIND_ANNOUNCED.bind(id=read_upload_id(upload_id, field), owner=user_id), user_id)
    if not found:
        raise UploadNotFound(field=field)
    [upload] = found
    check_size(context, upload.size, field)
    return upload


async def fetch(context: Context, upload: AnnouncedUpload, user_id: UUID, file: BinaryIO, field: list[str]) -> None:
    """Write to `file` what was sent to storage by the direct upload. Raises a refusal unless all of it is there."""
    try:
        async with storage_turn(user_id):
            await context.storage.get(upload.key, file, at_most=upload.size)
    except ObjectNotFound as error:
        if not is_staging_key(upload.key):  # it was attached, and its task has been deleted or given another image
            raise UploadNotFound(field=field) from error
        found = await find_upload(context, str(upload.id), user_id, field)
        if found.key == upload.key:
            raise InvalidInput(
                field=field, reason="Nothing was sent to this upload's URL yet. Send the bytes, then repeat this."
            ) from error
        await fetch(context, found, user_id, file, field)  # another call has attached it meanwhile
    except ObjectTooLarge as error:
        raise ImageRefused(
            field=field,
            reason=f"What was sent is larger than the {upload.size:,} bytes that were announced. "
            "Ask for another upload with the image's own size, and send the image there.",
        ) from error


def read_upload_id(upload_id: str, field: list[str]) -> UUID:
    """The id of an upload as a UUID. Text that is no UUID is refused like an id that does not exist."""
    try:
        return UUID(upload_id)
    except ValueError as error:
        raise UploadNotFound(field=field) from error


def decode(data_url: str, field: list[str]) -> bytes:
    """The bytes in a data URL, which must be in base64. Its media type is ignored: the decoder finds the actual one."""
    start = DATA_URL.match(data_url)
    if start is None:
        raise InvalidInput(field=field, reason="This must be a data URL such as `data:image/png;base64,…`.")
    try:
        return base64.b64decode(data_url[start.end() :], validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(field=field, reason="What follows `base64,` is not base64.") from error


def check_size(context: Context, size: int, field: list[str]) -> None:
    """Raise ImageTooLarge when the caller's plan allows no image of `size` bytes."""
    plan = context.caller.plan
    if size > plan.max_image_size:
        raise ImageTooLarge(field=field, size=size, plan=plan.name, limit=plan.max_image_size)
