from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

import orjson
import strawberry

from models.provenance.image_provenance import ImageProvenance
from resolvers.context import Context, Info
from resolvers.images.image_copies import marked
from resolvers.images.origin import find_provenance
from resolvers.images.recorded_image import RecordedImage, image_urls, urls_expire_at
from schema.types.described_enum import described_enum
from schema.types.field_metadata import bound_once, costs, reads
from schema.types.scalars import JSON, URL


@strawberry.type(description="The origin that a file states.")
class Provenance:
    is_signed: bool | None = strawberry.field(
        description="Whether the file has signed Content Credentials (C2PA); null if this server cannot read them."
    )
    aigc_label: JSON | None = strawberry.field(
        metadata=costs(2), description="The implicit label of GB 45438-2025, as it is in the file."
    )
    digital_source_type: str | None = strawberry.field(
        description=(
            "The IPTC term for how the image was created, such as "
            "`http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia`."
        )
    )


def recorded_provenance(row: ImageProvenance) -> Provenance:
    return Provenance(**orjson.loads(row.provenance))


class ImageVariant(StrEnum):
    FULL = "FULL"
    THUMBNAIL = "THUMBNAIL"
    MARKED = "MARKED"


described_enum(
    ImageVariant,
    "A rendition of a stored image.",
    FULL="The image itself.",
    THUMBNAIL="A WebP of at most 512 pixels a side.",
    MARKED="With the visible mark that AI generated it.",
)


async def marked_url(context: Context, image: RecordedImage) -> str:
    return context.storage.url(await marked(context, image)).url


def urls_of(context: Context, variant: ImageVariant = ImageVariant.FULL) -> Callable[[RecordedImage], Any]:
    """A function that returns the URL of an image in this variant; that of one MARKED has to be awaited."""
    if variant is ImageVariant.MARKED:
        return partial(marked_url, context)
    return image_urls(context.storage, thumbnail=variant is ImageVariant.THUMBNAIL)


def expiry_of(context: Context) -> Callable[[RecordedImage], datetime | None]:
    return urls_expire_at(context.storage)


@strawberry.type(
    description=(
        "A stored image. Fields that describe its content are null for an image from before this server managed images."
    )
)
class Image:
    @strawberry.field(
        graphql_type=URL,
        metadata=reads() | bound_once(urls_of) | {"waits": ("variant", ImageVariant.MARKED)} | costs(0.25),
        description=(
            "For private storage, signed until `expiresAt`; it stays the same for a while, so that "
            "clients can cache the image. A `MARKED` image is created on first request."
        ),
    )
    def url(root: strawberry.Parent[RecordedImage], info: Info, variant: ImageVariant = ImageVariant.FULL) -> str:
        return urls_of(info.context, variant)(root)  # type: ignore[no-any-return] # graphql-core awaits one MARKED

    @strawberry.field(metadata=reads() | bound_once(expiry_of), description="When `url` expires; null for never.")
    def expires_at(root: strawberry.Parent[RecordedImage], info: Info) -> datetime | None:
        return expiry_of(info.context)(root)

    @strawberry.field(
        graphql_type=Provenance | None,
        metadata=reads() | costs(1),
        description="Null for a file stored before the server read it.",
    )
    async def provenance(root: strawberry.Parent[RecordedImage], info: Info) -> Provenance | None:
        row = await find_provenance(info.context, root)
        return recorded_provenance(row) if row else None

    content_type: str | None = strawberry.field(description="The media type, for example `image/png`.")
    width: int | None = strawberry.field(description="In pixels.")
    height: int | None = strawberry.field(description="In pixels.")
    size: int | None = strawberry.field(description="In bytes, without the thumbnail.")
    sha256: str | None = strawberry.field(description="Of the stored bytes, in lower-case hexadecimal.")
    thumb_hash: str | None = strawberry.field(
        description="A ThumbHash in base64: a blurred picture to show while the image loads."
    )
