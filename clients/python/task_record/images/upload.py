"""Sends small images with the mutation, and large ones directly to storage before it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import httpx

from task_record.access.service import Service, answering
from task_record.errors import ImageUnavailable, NoAnswer, Unavailable, UploadRefused, refusal
from task_record.generated.base_model import Upload
from task_record.generated.input_types import CreateImageUploadInput, ImageInput
from task_record.images.picture import Progress, WatchedBytes, media_type

WITH_THE_MUTATION = 1_048_576
"""Bytes above which an image is sent directly to storage."""
WITH_ONE_MUTATION = 8_388_608
"""Bytes of all images in one mutation. Servers accept at least 10 MiB."""
FIRST_OF_SERVER = 500


def _silent(_sent: int, _total: int) -> None:
    pass


def image_inputs(
    service: Service, contents: Sequence[bytes], task: str | None, user: str | None, progress: Progress | None = None
) -> list[ImageInput]:
    """Upload large images, and return each image as the mutation takes it. `task` is None before it is recorded."""
    inputs = []
    carried = 0
    for content in contents:
        if len(content) <= WITH_THE_MUTATION and carried + len(content) <= WITH_ONE_MUTATION:
            carried += len(content)
            file = WatchedBytes(content, progress or _silent)
            inputs.append(ImageInput(file=Upload("image", file, media_type(content))))
        else:
            inputs.append(ImageInput(upload_id=upload(service, content, task, user, progress)))
    return inputs


def upload(
    service: Service, content: bytes, task: str | None, user: str | None = None, progress: Progress | None = None
) -> str:
    """Send an image directly to storage, and return the id of the upload, which is valid for 24 hours."""
    announced = CreateImageUploadInput(
        task_id=task,
        user_id=None if task else user,
        content_type=media_type(content),
        size=len(content),
        sha_256=hashlib.sha256(content).hexdigest(),
    )
    payload = service.create_image_upload(announced).create_image_upload
    if not payload or not payload.upload:
        raise refusal(payload.errors if payload else [])
    headers = {header.name: header.value for header in payload.upload.headers}
    body = WatchedBytes(content, progress or _silent).chunks()
    with answering():
        answer = service.http.request(
            payload.upload.method, payload.upload.url, content=body, headers=headers, auth=None
        )
    _check(answer)
    return payload.upload.id


def _check(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    message = f"Storage answered {answer.status_code}: {answer.text[:200]}"
    raise (Unavailable if answer.status_code >= FIRST_OF_SERVER else UploadRefused)(message)


def fetched(http: httpx.Client, url: str) -> bytes:
    """Download an image from its provider."""
    try:
        with answering():
            answer = http.get(url, auth=None, follow_redirects=True)
    except (httpx.InvalidURL, ValueError) as error:
        raise ImageUnavailable(f"{url} is not a URL: {error}") from error
    if answer.status_code >= FIRST_OF_SERVER or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise NoAnswer(f"{url} answered {answer.status_code}.")
    if not answer.is_success:
        raise ImageUnavailable(f"{url} answered {answer.status_code}.")
    return answer.content
