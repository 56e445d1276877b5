import base64
from datetime import datetime
from typing import Literal, NamedTuple, TypedDict


class StoredObject(NamedTuple):
    """An object as storage lists it; `size` in bytes."""

    key: str
    modified_at: datetime
    size: int


class ObjectDescription(NamedTuple):
    """Storage's description of an object: `size` in bytes; `sha256` in hex, None if storage does not have it."""

    content_type: str
    size: int
    sha256: str | None


class ObjectHeaders(TypedDict, total=False):
    """The headers that storage stores with an object and sends with it, by their names as S3 parameters."""

    ContentType: str
    CacheControl: str
    ContentDisposition: str


def object_headers(key: str, content_type: str, image_urls: Literal["signed", "public"]) -> ObjectHeaders:
    """
    Return the headers of an image. Browsers do not guess its type, cache it for a year, as it never changes, and save
    it under a name with the type's extension.
    """
    scope = "public" if image_urls == "public" else "private"
    name = f"{key.rpartition('/')[2]}.{content_type.rpartition('/')[2]}"
    return {
        "ContentType": content_type,
        "CacheControl": f"{scope}, max-age=31536000, immutable",
        "ContentDisposition": f'inline; filename="{name}"',
    }


def base64_sha256(sha256_hex: str) -> str:
    """The digest in base64, as S3's checksum headers have it."""
    return base64.b64encode(bytes.fromhex(sha256_hex)).decode()
