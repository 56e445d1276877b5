from functools import partial
from hashlib import sha256
from math import ceil
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Send

from models.claims import NOBODY
from resolvers.access import Caller
from resolvers.images.answering_storage import storage_turn
from resolvers.images.recorded_image import RecordedImage
from server.limits.delivery import Delivery
from server.limits.download_places import DownloadPlaces
from server.limits.rate_limits import RateLimits
from server.requests.refusals import Overloaded
from storage.images.keys import thumbnail_key
from storage.objects import Storage

PLACE = 8 * 1024 * 1024
"""Bytes for which a picture holds a place while it is sent: it is on disk for as long."""
PLACES_OF_VISITOR = 8
LARGEST = 2**31 - 1
"""Bytes of a picture: the most that a plan may allow."""
WITH_STREAMS = {"spec_version": "2.4"}
"""Of ASGI: says to Starlette's response that it need not watch whether the client is there."""


class SharedPicture(NamedTuple):
    """A picture as it is sent: its key in storage, its size in bytes if that is known, its headers."""

    key: str
    size: int | None
    headers: dict[str, str]


def picture_of(image: RecordedImage, number: int, variant: str | None, secret: str) -> SharedPicture:
    """
    Return how the picture is sent, of this number and variant of the link with the secret. Neither its name nor
    its ETag tells whose it is, or of which task.
    """
    is_small = variant == "preview" and image.thumb_hash is not None
    key = thumbnail_key(image.key or "") if is_small else image.key or ""
    kind = "image/webp" if is_small else image.content_type or ""
    disposition = "attachment" if variant == "download" else "inline"
    name = f"picture-{number}.{kind.rpartition('/')[2]}".rstrip(".")
    headers = {
        "Content-Disposition": f'{disposition}; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "ETag": f'"{sha256(f"{secret} {key}".encode()).hexdigest()[:32]}"',
        "X-Robots-Tag": "noindex",
    }
    return SharedPicture(key, None if is_small else image.size, headers)


class SharedPictures:
    """Sends the pictures of links, each fetched from storage as a whole first: a slow client keeps no connection."""

    def __init__(self, storage: Storage, rate_limits: RateLimits) -> None:
        self.storage, self.rate_limits = storage, rate_limits
        refusal = partial(Overloaded, "place to send pictures", "SHARED_PICTURES")
        self.places = DownloadPlaces(PLACES_OF_VISITOR, refusal)

    async def answer(
        self, request: Request, send: Send, picture: SharedPicture, visitor: Caller, delivery: Delivery
    ) -> None:
        """
        Send the picture, or the part of it that is asked for. Its bytes count as the visitor's. ObjectNotFound when
        storage does not have it; refusals when there is no place for it, or storage does not answer.
        """
        known = request.headers.get("If-None-Match", "")
        if picture.headers["ETag"] in known or known.strip() == "*":
            await Response(status_code=304, headers=picture.headers)(request.scope, request.receive, send)
            return
        if request.method == "HEAD":
            async with storage_turn(NOBODY):
                described = await self.storage.describe(picture.key)
            headers = {**picture.headers, "Content-Length": str(described.size), "Accept-Ranges": "bytes"}
            answer = Response(headers=headers, media_type=media_type(described.content_type))
            await answer(request.scope, request.receive, send)
            return
        places = min(PLACES_OF_VISITOR, ceil((picture.size or 1) / PLACE))
        await self.rate_limits.count_bytes(visitor, picture.size or 0)
        await self.places.take(visitor.id, places)
        try:
            await self.send(request, send, picture, delivery)
        finally:
            self.places.share.give_back(visitor.id, places)

    async def send(self, request: Request, send: Send, picture: SharedPicture, delivery: Delivery) -> None:
        with NamedTemporaryFile() as file:
            async with storage_turn(NOBODY):
                content_type = await self.storage.get(picture.key, file, at_most=LARGEST)
            file.flush()
            answer = FileResponse(file.name, headers=picture.headers, media_type=media_type(content_type))
            async with delivery.begun(request.scope, request.receive, send, {}) as sending:
                await answer({**request.scope, "asgi": WITH_STREAMS}, request.receive, sending.pass_on)


def media_type(stored: str) -> str:
    """Return the type to send a stored object as: what the original design stored may be anything."""
    return stored if stored.startswith("image/") else "application/octet-stream"
