"""The inputs of mutations on images, and the input of any mutation for an image."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from starlette.datastructures import UploadFile

from resolvers.arguments import Input, OneOfInput, matching

SHA256 = Annotated[str, matching(r"[0-9a-f]{64}", "a SHA-256, 64 lower-case hexadecimal digits")]
ContentType = Literal["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]


class ImageReference(Input):
    """One of a task's images, by its `index`, which counts from 0."""

    task_id: UUID
    index: Annotated[int, Field(ge=0)] = 0


class ImageSource(OneOfInput):
    """
    An image: a file part of a multipart request, a data URL, the id of a direct upload, or an image of another task.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: UploadFile | None = None
    data_url: str | None = None
    upload_id: str | None = None
    task_image: ImageReference | None = None


class GivenImage(OneOfInput):
    """An image that is not stored: a file part of a multipart request, or a data URL."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: UploadFile | None = None
    data_url: str | None = None


class AnnouncedImage(Input):
    """
    An image that a client is about to send to storage; `size` in bytes. With `task_id` None its task is not recorded
    yet; with `user_id` also None, it is the caller's.
    """

    task_id: UUID | None = None
    user_id: UUID | None = None
    content_type: ContentType
    size: Annotated[int, Field(ge=1)]
    sha256: SHA256


class OriginalImage(Input):
    """An image, and the id of the task that starts from it."""

    id: UUID
    image: ImageSource
