import base64
from typing import Literal, TypedDict


class ObjectHeaders(TypedDict, total=False):
    """The headers that storage keeps with an object and answers a GET with, by their names as S3 parameters."""

    ContentType: str
    CacheControl: str
    ContentDisposition: str


def object_headers(key: str, content_type: str, image_urls: Literal["signed", "public"]) -> ObjectHeaders:
    """
    Return the headers of an image: browsers take it for that type whatever its bytes look like, cache it for a year, as
    it never changes, and save it under a name with the type's ending.
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
