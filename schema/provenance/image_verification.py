import strawberry
from strawberry.file_uploads import Upload

from resolvers.arguments import read_argument
from resolvers.context import Info
from resolvers.images.image_inputs import GivenImage
from resolvers.provenance.verify_image import Recognition, VerifiedImage, verify_image
from schema.images.provenance_of_image import Provenance
from schema.tasks.task_record import TaskRecord
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs

described_enum(
    Recognition,
    "How an image was recognised.",
    BYTES="The bytes are those that are stored.",
    LABEL="The id in its credentials or label, and it looks the same: a label can be copied.",
    LIKENESS="It looks the same.",
)


@strawberry.input(
    one_of=True,
    description="An image that is only looked at. One that is broken or of no accepted kind is `BAD_USER_INPUT`.",
)
class GivenImageInput:
    file: Upload | None = strawberry.UNSET
    data_url: str | None = strawberry.UNSET


@strawberry.type(description="What an image's file says, whether that is intact, and which task it is the result of.")
class ImageVerification:
    provenance: Provenance
    is_intact: bool | None = strawberry.field(
        description="Whether the signature is valid and nothing was changed since; null when it is not signed."
    )
    is_trusted: bool | None = strawberry.field(
        description=(
            "Whether the signature leads to a certificate that the installation trusts (`CONTENT_CREDENTIALS_TRUST`). "
            "Without it, `signer` is no more than a claim; null when it is not signed."
        )
    )
    signer: str | None = strawberry.field(description="Who says to have signed it; null when it is not signed.")
    task: TaskRecord | None = strawberry.field(
        description="The caller's task that it is the result of; null when it is none."
    )
    recognised_by: Recognition | None = strawberry.field(description="How it was recognised; null when it was not.")


@strawberry.type
class VerificationQuery:
    @strawberry.field(
        graphql_type=ImageVerification,
        metadata=costs(1_000),
        description=(
            "Look an image up: what its file says, whether that is intact, and which of the caller's tasks it is. "
            "Nothing of it is stored."
        ),
    )
    async def verify_image(self, info: Info, image: GivenImageInput) -> VerifiedImage:
        return await verify_image(info.context, read_argument(GivenImage, "image", image))
