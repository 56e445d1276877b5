import base64
import binascii
import logging
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Protocol, cast
from uuid import UUID

from sqlalchemy import Row
from starlette.datastructures import UploadFile

from models.images.claim_statements import FIND_ANNOUNCED
from resolvers.context import Context
from resolvers.exceptions import ImageRefused, ImageTooLarge, InvalidInput, NoImagesNow, UploadNotFound
from storage.failures import InvalidImage, ObjectNotFound, ScannerUnavailable
from storage.images.decoding import ImageContent
from storage.images.inspecting import inspect

logger = logging.getLogger(__name__)

IN_MEMORY = 128 * 1024
DATA_URL = re.compile(r"data:image/[a-z0-9.+-]+;base64,", re.IGNORECASE)


class ImageInput(Protocol):
    """One of its fields is given, the others are not set."""

    file: Any
    data_url: Any
    upload_id: Any


@dataclass(frozen=True, slots=True)
class ReceivedImage:
    file: BinaryIO
    content: ImageContent


@asynccontextmanager
async def received(context: Context, image: ImageInput, field: list[str]) -> AsyncIterator[ReceivedImage]:
    """The image, whichever way it came, looked at and found to be one that the caller's plan allows."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as temporary:
        file = cast("BinaryIO", temporary)
        if isinstance(image.upload_id, str):
            field = [*field, "uploadId"]
            announced = await fetch(context, image.upload_id, file, field)
        elif isinstance(image.data_url, str):
            field, announced = [*field, "dataUrl"], None
            file.write(decode(image.data_url, field))
        elif isinstance(image.file, UploadFile):
            field, announced = [*field, "file"], None
            file = image.file.file
        else:
            raise InvalidInput(field=[*field, "file"], reason="This must be a file part of a multipart request.")
        check_size(context, file.seek(0, os.SEEK_END), field)
        yield ReceivedImage(file, await look_at(context, file, announced, field))


async def look_at(context: Context, file: BinaryIO, announced: Row[Any] | None, field: list[str]) -> ImageContent:
    try:
        if context.storage.antivirus:
            await context.storage.antivirus.scan(file)
        content = await inspect(file, context.viewer.id)
    except ScannerUnavailable as error:
        logger.error("%s", error)  # noqa: TRY400 - where it was raised tells nothing more
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


async def fetch(context: Context, upload_id: str, file: BinaryIO, field: list[str]) -> Row[Any]:
    """Get what a client has sent straight to storage, and what it had announced."""
    found = await context.rows(FIND_ANNOUNCED, {"id": read_upload_id(upload_id, field), "owner": context.owner})
    if not found:
        raise UploadNotFound(field=field)
    upload: Row[Any] = found[0]
    check_size(context, upload.size, field)
    try:
        await context.storage.get(upload.key, file, at_most=upload.size)
    except ObjectNotFound as error:
        raise InvalidInput(
            field=field, reason="Nothing was sent to this upload's URL yet. Send the bytes, then repeat this."
        ) from error
    return upload


def read_upload_id(upload_id: str, field: list[str]) -> UUID:
    try:
        return UUID(upload_id)
    except ValueError as error:
        raise UploadNotFound(field=field) from error


def decode(data_url: str, field: list[str]) -> bytes:
    start = DATA_URL.match(data_url)
    if start is None:
        raise InvalidInput(field=field, reason="This must be a data URL such as `data:image/png;base64,…`.")
    try:
        return base64.b64decode(data_url[start.end() :], validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(field=field, reason="What follows `base64,` is not base64.") from error


def check_size(context: Context, size: int, field: list[str]) -> None:
    plan = context.viewer.plan
    if size > plan.max_image_size:
        raise ImageTooLarge(field=field, size=size, plan=plan.name, limit=plan.max_image_size)
