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
    LABEL="The id in its credentials or label, and its looks, since a label can be copied.",
    LIKENESS="It looks the same.",
)


@strawberry.input(
    one_of=True,
    description="An image that is not stored. Broken or of an unsupported type, it is a `BAD_USER_INPUT` error.",
)
class GivenImageInput:
    file: Upload | None = strawberry.field(default=strawberry.UNSET, description="A file part of a multipart request.")
    data_url: str | None = strawberry.field(
        default=strawberry.UNSET, description="A base64 data URL: `data:image/png;base64,…`."
    )


@strawberry.type(description="The origin that a file states, whether it is intact, and its task.")
class ImageVerification:
    provenance: Provenance = strawberry.field(description="What the file states about its origin.")
    is_intact: bool | None = strawberry.field(
        description="Whether the signature is valid and the file unchanged; null if not signed."
    )
    is_trusted: bool | None = strawberry.field(
        description=(
            "Whether the signature chains to a trusted certificate (`CONTENT_CREDENTIALS_TRUST`); "
            "otherwise `signer` is only a claim. Null if not signed."
        )
    )
    signer: str | None = strawberry.field(description="The name in the signature; null if not signed.")
    task: TaskRecord | None = strawberry.field(description="The caller's task that produced it.")
    recognised_by: Recognition | None = strawberry.field(description="How `task` was found; null without a task.")


@strawberry.type
class VerificationQuery:
    @strawberry.field(
        graphql_type=ImageVerification,
        metadata=costs(1_000),
        description="Verifies where an image comes from. The image is not stored.",
    )
    async def verify_image(self, info: Info, image: GivenImageInput) -> VerifiedImage:
        return await verify_image(info.context, read_argument(GivenImage, "image", image))
