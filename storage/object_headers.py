import base64
from typing import Literal, TypedDict


class ObjectHeaders(TypedDict, total=False):
    """Those that an object is fetched with, as S3's requests name them."""

    ContentType: str
    CacheControl: str
    ContentDisposition: str


def object_headers(key: str, content_type: str, image_urls: Literal["signed", "public"]) -> ObjectHeaders:
    """Of an image that never changes: a picture, whatever its bytes may look like, with a name to be saved under."""
    scope = "public" if image_urls == "public" else "private"
    name = f"{key.rpartition('/')[2]}.{content_type.rpartition('/')[2]}"
    return {
        "ContentType": content_type,
        "CacheControl": f"{scope}, max-age=31536000, immutable",
        "ContentDisposition": f'inline; filename="{name}"',
    }


def base64_sha256(sha256_hex: str) -> str:
    """The digest as S3's checksum headers have it."""
    return base64.b64encode(bytes.fromhex(sha256_hex)).decode()
