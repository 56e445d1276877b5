import re
from collections.abc import Awaitable, Callable
from functools import partial
from hashlib import sha256
from math import ceil
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Send

from resolvers.access import Caller
from resolvers.context import Context
from resolvers.images.answering_storage import storage_turn
from resolvers.images.image_copies import marked, medium
from resolvers.images.recorded_image import RecordedImage
from server.limits.downloads.delivery import Delivery
from server.limits.downloads.download_places import DownloadPlaces
from server.limits.rate_limits import RateLimits
from server.requests.refusals import Overloaded
from storage.images.keys import marked_key, medium_key, thumbnail_key
from storage.objects import CHUNK_SIZE, Storage

PLACE = 8 * 1024 * 1024
"""Bytes per place that a picture holds while it is on disk and sent."""
PLACES_OF_VISITOR = 8
IN_MEMORY = 256 * 1024
"""Bytes up to which a picture stays in memory. A larger one is on disk."""
Make = Callable[[Context, RecordedImage], Awaitable[str]]
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class SharedPicture(NamedTuple):
    """A picture to send: its key in storage, its size in bytes if known, and its headers."""

    key: str
    size: int | None
    headers: dict[str, str]
    make: Make | None
    """The function that creates it at the first request, if it is a copy."""


def picture_of(
    image: RecordedImage, number: int, variant: str | None, secret: str, *, is_marked: bool
) -> SharedPicture:
    """
    Return the picture with this number and variant, of the link with the secret. With `is_marked`, it is the copy with
    a visible mark. Neither its name nor its ETag reveals its user or its task.
    """
    key, kind = image.key or "", image.content_type or ""
    make: Make | None = None
    if is_marked:
        key, make = marked_key(key), marked
    if variant == "preview" and image.thumb_hash is not None:
        key, make, kind = thumbnail_key(image.key or ""), None, "image/webp"
    elif variant in {"preview", "medium"} and image.has_medium:
        key, make, kind = medium_key(key), medium, ""
    disposition = "attachment" if variant == "download" else "inline"
    name = f"picture-{number}.{kind.rpartition('/')[2]}".rstrip(".")
    headers = {
        "Content-Disposition": f'{disposition}; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "ETag": f'"{sha256(f"{secret} {key}".encode()).hexdigest()[:32]}"',
        "X-Robots-Tag": "noindex",
    }
    return SharedPicture(key, image.size if key == image.key else None, headers, make)


class SharedPictures:
    """Sends the pictures of links. Each is fetched completely first, so slow clients hold no storage connection."""

    def __init__(self, storage: Storage, rate_limits: RateLimits) -> None:
        self.storage, self.rate_limits = storage, rate_limits
        refusal = partial(Overloaded, "place to send pictures", "SHARED_PICTURES")
        self.places = DownloadPlaces(PLACES_OF_VISITOR, refusal)

    async def answer(
        self, request: Request, send: Send, picture: SharedPicture, visitor: Caller, delivery: Delivery
    ) -> None:
        """
        Send the picture, or the requested part of it. Its bytes are charged to the visitor. Raise ObjectNotFound when
        storage does not have it, ObjectTooLarge when it has more bytes than recorded, and refusals when there is no
        place for it, or storage does not answer.
        """
        known = request.headers.get("If-None-Match", "")
        if picture.headers["ETag"] in known or known.strip() == "*":
            await Response(status_code=304, headers=picture.headers)(request.scope, request.receive, send)
            return
        if request.method == "HEAD":
            async with storage_turn(visitor.id):
                described = await self.storage.describe(picture.key)
            headers = {**picture.headers, "Content-Length": str(described.size), "Accept-Ranges": "bytes"}
            answer = Response(headers=headers, media_type=media_type(described.content_type))
            await answer(request.scope, request.receive, send)
            return
        places = min(PLACES_OF_VISITOR, ceil((picture.size or 1) / PLACE))
        await self.rate_limits.count_bytes(visitor, picture.size or 0)
        await self.places.take(visitor.id, places)
        try:
            await self.send(request, send, picture, visitor, delivery)
        finally:
            self.places.share.give_back(visitor.id, places)

    async def send(
        self, request: Request, send: Send, picture: SharedPicture, visitor: Caller, delivery: Delivery
    ) -> None:
        with SpooledTemporaryFile(IN_MEMORY) as file:
            async with storage_turn(visitor.id):
                most = picture.size or PLACES_OF_VISITOR * PLACE
                content_type = await self.storage.get(picture.key, file, at_most=most)
            size = file.tell()
            headers = {**picture.headers, "Content-Type": media_type(content_type), "Accept-Ranges": "bytes"}
            start, end = part_asked_for(request, picture, size)
            if start >= end:
                beyond = Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
                await beyond(request.scope, request.receive, send)
                return
            is_part = end - start < size
            headers |= {"Content-Range": f"bytes {start}-{end - 1}/{size}"} if is_part else {}
            head = Response(status_code=206 if is_part else 200, headers=headers | {"Content-Length": str(end - start)})
            message = {"type": "http.response.start", "status": head.status_code, "headers": head.raw_headers}
            async with delivery.begun(request.scope, request.receive, send, message) as sending:
                file.seek(start)
                while start < end:
                    chunk = file.read(min(CHUNK_SIZE, end - start))
                    await sending(chunk)
                    start += len(chunk)
                await send({"type": "http.response.body", "body": b"", "more_body": False})


def part_asked_for(request: Request, picture: SharedPicture, size: int) -> tuple[int, int]:
    """
    Return the beginning and the end of the bytes that `Range` requests. They are all `size` bytes without this header,
    if it is not a single range, or if `If-Range` names another version. If there are none, the end is not after the
    beginning.
    """
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    is_same = request.headers.get("If-Range", picture.headers["ETag"]) == picture.headers["ETag"]
    if not (asked and is_same) or asked[1] == asked[2] == "":
        return 0, size
    if asked[1] == "":
        return size - min(size, int(asked[2])), size
    last = int(asked[2] or size)
    return int(asked[1]), min(size, last + 1)


def media_type(stored: str) -> str:
    """Return the media type for a stored object. Those of the original design may have any type."""
    return stored if stored.startswith("image/") else "application/octet-stream"
