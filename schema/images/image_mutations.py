from datetime import datetime

import strawberry
from strawberry.file_uploads import Upload

from resolvers.images.create_image_upload import DirectUpload, create_image_upload
from schema.types.field_metadata import at_most
from schema.types.payload import mutation, payload
from schema.types.scalars import URL


@strawberry.input(description="One of a task's images.")
class TaskImageInput:
    task_id: strawberry.ID
    index: int = strawberry.field(default=0, description="In the task's `images`, from 0.")


@strawberry.input(one_of=True, description="An image to store. Exactly one field must be given.")
class ImageInput:
    file: Upload | None = strawberry.field(default=strawberry.UNSET, description="A file part of a multipart request.")
    data_url: str | None = strawberry.field(
        default=strawberry.UNSET, description="A base64 data URL: `data:image/png;base64,…`."
    )
    upload_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="The id of an upload created with `createImageUpload`."
    )
    task_image: TaskImageInput | None = strawberry.field(
        default=strawberry.UNSET, description="An image of another of the user's tasks, copied within storage."
    )


@strawberry.input(description="An image to upload to storage.")
class CreateImageUploadInput:
    task_id: strawberry.ID | None = strawberry.field(
        default=None, description="The image's task; omit it if that is not recorded yet."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "The image's owner. Defaults to the task's user, or else the caller. Another user requires "
            "the `SERVICE` role."
        ),
    )
    content_type: str = strawberry.field(description="The media type, for example `image/png`.")
    size: int = strawberry.field(description="In bytes.")
    sha256: str = strawberry.field(description="Of the bytes, in lower-case hexadecimal; storage rejects other bytes.")


@strawberry.type(description="An HTTP header to send.")
class HttpHeader:
    name: str = strawberry.field(description="For example `Content-Type`.")
    value: str = strawberry.field(description="To send unchanged.")


def headers_of(root: strawberry.Parent[DirectUpload]) -> list[HttpHeader]:
    return [HttpHeader(name=name, value=value) for name, value in root.headers.items()]


@strawberry.type(description="The HTTP request that uploads an image to storage.")
class ImageUpload:
    id: strawberry.ID = strawberry.field(description="Pass it in an `ImageInput` within 24 hours.")
    method: str = strawberry.field(description="Such as `PUT`.")
    url: URL = strawberry.field(description="Where to send the bytes.")
    headers: list[HttpHeader] = strawberry.field(
        resolver=headers_of, metadata=at_most(3), description="Send all. Browsers set `Content-Length` themselves."
    )
    expires_at: datetime = strawberry.field(description="When the URL stops working.")


@strawberry.type
class ImageMutations:
    create_image_upload = mutation(
        create_image_upload,
        CreateImageUploadInput,
        payload(upload=ImageUpload),
        (
            "Create a URL for uploading an image to storage. Send the bytes with the returned method, "
            "URL and headers, then pass the upload's id in an `ImageInput`. Idempotent: the same task, "
            "bytes and type return the open upload."
        ),
    )
