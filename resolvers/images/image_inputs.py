"""What the mutations of images take, and how an image is given in the input of any mutation."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from starlette.datastructures import UploadFile

from resolvers.arguments import Input, OneOfInput, matching

SHA256 = Annotated[str, matching(r"[0-9a-f]{64}", "a SHA-256, 64 lower-case hexadecimal digits")]
ContentType = Literal["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]


class TaskImage(Input):
    """Which of the images of a task: `index` counts from 0."""

    task_id: UUID
    index: Annotated[int, Field(ge=0)] = 0


class SentImage(OneOfInput):
    """
    An image, given in one of four ways: a file part of a multipart request, a data URL, the id of a direct upload, or
    as that of another task.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: UploadFile | None = None
    data_url: str | None = None
    upload_id: str | None = None
    task_image: TaskImage | None = None


class AnnouncedImage(Input):
    """An image that a client is about to send straight to storage; `size` in bytes."""

    task_id: UUID
    content_type: ContentType
    size: Annotated[int, Field(ge=1)]
    sha256: SHA256


class OriginalImage(Input):
    """An image, and the id of the task that starts from it."""

    id: UUID
    image: SentImage
