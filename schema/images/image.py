from datetime import datetime
from enum import StrEnum

import strawberry

from resolvers.context import Info
from resolvers.images.find_provenance import find_provenance
from resolvers.images.recorded_image import RecordedImage, image_url
from schema.images.provenance_of_image import Provenance, recorded_provenance
from schema.types.described_enum import described_enum
from schema.types.field_metadata import reads
from schema.types.scalars import URL


class ImageVariant(StrEnum):
    FULL = "FULL"
    THUMBNAIL = "THUMBNAIL"


described_enum(
    ImageVariant,
    "A rendition of a stored image.",
    FULL="The image itself.",
    THUMBNAIL="A WebP of at most 512 pixels a side.",
)


@strawberry.type(
    description=(
        "A stored image. What describes its content is null for an image that was recorded before this server managed "
        "images."
    )
)
class Image:
    @strawberry.field(
        metadata=reads(),
        description=(
            "Where to fetch the image. When storage is private, the URL is signed: it stays the same for a while, so "
            "that caches work, and stops working at `expiresAt`."
        ),
    )
    def url(root: strawberry.Parent[RecordedImage], info: Info, variant: ImageVariant = ImageVariant.FULL) -> URL:
        return URL(image_url(info.context.storage, root, thumbnail=variant is ImageVariant.THUMBNAIL).url)

    @strawberry.field(metadata=reads(), description="When `url` stops working; null when it never does.")
    def expires_at(root: strawberry.Parent[RecordedImage], info: Info) -> datetime | None:
        return image_url(info.context.storage, root, thumbnail=False).expires_at

    @strawberry.field(
        graphql_type=Provenance | None,
        metadata=reads(),
        description=(
            "What the stored file itself says about where it comes from; null for one that was stored before this was "
            "looked at."
        ),
    )
    async def provenance(root: strawberry.Parent[RecordedImage], info: Info) -> Provenance | None:
        row = await find_provenance(info.context, root)
        return row and recorded_provenance(row)

    content_type: str | None = strawberry.field(description="The media type, for example `image/png`.")
    width: int | None = strawberry.field(description="In pixels.")
    height: int | None = strawberry.field(description="In pixels.")
    size: int | None = strawberry.field(description="In bytes, without the thumbnail.")
    sha256: str | None = strawberry.field(description="Lower-case hexadecimal SHA-256 of the stored bytes.")
    thumb_hash: str | None = strawberry.field(
        description="A ThumbHash in base64: a blurred picture to show while the image loads."
    )
