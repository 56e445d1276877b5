import strawberry
from strawberry.file_uploads import Upload

from resolvers.arguments import read_argument
from resolvers.context import Info
from resolvers.images.image_inputs import GivenImage
from resolvers.provenance.verify_image import Recognition, VerifiedImage, verify_image
from schema.images.image import Provenance
from schema.tasks.task_record import TaskRecord
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs

described_enum(
    Recognition,
    "How an image was recognized.",
    BYTES="Its bytes equal those of the stored image.",
    LABEL="The id in its credentials or label, confirmed by its looks, since a label can be copied.",
    LIKENESS="It looks the same.",
)


@strawberry.input(
    one_of=True,
    description=(
        "An image that is not stored. A broken image, or one of an unsupported type, is a `BAD_USER_INPUT` error."
    ),
)
class GivenImageInput:
    file: Upload | None = strawberry.UNSET
    data_url: str | None = strawberry.UNSET


@strawberry.type(
    description=("The origin that an image's file states, whether it is intact, and the task that it belongs to.")
)
class ImageVerification:
    provenance: Provenance
    is_intact: bool | None = strawberry.field(
        description="Whether the signature is valid and the file is unchanged since; null if it is not signed."
    )
    is_trusted: bool | None = strawberry.field(
        description=(
            "Whether the signature chains to a certificate that the installation trusts (`CONTENT_CREDENTIALS_TRUST`). "
            "Otherwise `signer` is only a claim. Null if it is not signed."
        )
    )
    signer: str | None = strawberry.field(description="The name in the signature; null if it is not signed.")
    task: TaskRecord | None = strawberry.field(description="The caller's task that produced it; null if there is none.")
    recognised_by: Recognition | None = strawberry.field(description="How it was recognized; null if it was not.")


@strawberry.type
class VerificationQuery:
    @strawberry.field(
        graphql_type=ImageVerification,
        metadata=costs(1_000),
        description=(
            "What an image's file states about its origin, whether it is intact, and which of the caller's tasks it "
            "belongs to. The image is not stored."
        ),
    )
    async def verify_image(self, info: Info, image: GivenImageInput) -> VerifiedImage:
        return await verify_image(info.context, read_argument(GivenImage, "image", image))
