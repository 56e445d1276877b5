"""Records images of models that fal runs, with the library `fal-client`."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from task_record.adapters.call import described, downloaded, original, prompt_of
from task_record.adapters.streams import recorded, recorded_async
from task_record.recording.options import Options
from task_record.recording.record import Record
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from fal_client import AsyncClient, SyncClient

    from task_record.async_client import AsyncTaskRecord
    from task_record.client import TaskRecord

INPUTS = ("image_url", "image_urls")


class Fal:
    """Runs models with `fal_client.SyncClient`. `record` holds options of `TaskRecord.record`."""

    def __init__(self, tr: TaskRecord, client: SyncClient) -> None:
        self.tr = tr
        self.client = client

    def run(
        self, application: str, arguments: Mapping[str, Any], *, record: Options | None = None, **given: Any
    ) -> Any:
        """Run a model directly, and return its result."""
        context = self.tr.record(prompt_of(arguments), **_options(application, arguments, record))
        return recorded(context, partial(self.client.run, application, dict(arguments), **given), _note_result)

    def subscribe(
        self, application: str, arguments: Mapping[str, Any], *, record: Options | None = None, **given: Any
    ) -> Any:
        """Run a model in fal's queue, and return its result. The `externalId` is the id of the request."""
        context = self.tr.record(prompt_of(arguments), **_options(application, arguments, record))
        call = partial(self.client.subscribe, application, dict(arguments), **_watched(context, given))
        return recorded(context, call, _note_result)


class AsyncFal:
    """`Fal` for `fal_client.AsyncClient` and `AsyncTaskRecord`."""

    def __init__(self, tr: AsyncTaskRecord, client: AsyncClient) -> None:
        self.tr = tr
        self.client = client

    async def run(
        self, application: str, arguments: Mapping[str, Any], *, record: Options | None = None, **given: Any
    ) -> Any:
        """Run a model directly, and return its result."""
        context = self.tr.record(prompt_of(arguments), **_options(application, arguments, record))
        call = partial(self.client.run, application, dict(arguments), **given)
        return await recorded_async(context, call, _note_result)

    async def subscribe(
        self, application: str, arguments: Mapping[str, Any], *, record: Options | None = None, **given: Any
    ) -> Any:
        """Run a model in fal's queue, and return its result. The `externalId` is the id of the request."""
        context = self.tr.record(prompt_of(arguments), **_options(application, arguments, record))
        call = partial(self.client.subscribe, application, dict(arguments), **_watched(context, given))
        return await recorded_async(context, call, _note_result)


def _options(application: str, arguments: Mapping[str, Any], record: Options | None) -> Options:
    def read() -> dict[str, Any]:
        options = {
            "model": application,
            "images": arguments.get("num_images"),
            "parameters": {name: value for name, value in arguments.items() if name != "prompt"},
        }
        inputs = [arguments[name] for name in INPUTS if arguments.get(name)]
        return {**options, **(original(inputs[0]) if inputs else {})}

    return described(record, read)


def _watched(context: Record, given: Mapping[str, Any]) -> dict[str, Any]:
    """Record the id of the request as soon as fal has it, also if the request fails."""
    on_enqueue: Callable[[str], Any] | None = given.get("on_enqueue")

    def note(request_id: str) -> None:
        context.recording.note(external_id=request_id)
        if on_enqueue:
            on_enqueue(request_id)

    return {**given, "on_enqueue": note}


def _note_result(task: Recording, result: Any) -> None:
    """Record the images, except those that the safety checker has blackened, and the seed that the model chose."""
    images = result.get("images") or [one for one in [result.get("image")] if one]
    flagged = result.get("has_nsfw_concepts") or [False] * len(images)
    if isinstance(result.get("seed"), int):
        task.note(parameters={"seed": result["seed"]})
    for image, is_flagged in zip(images, flagged, strict=True):
        if not is_flagged:
            task.add(_content(image))
    if images and all(flagged):
        task.fail("The safety checker has rejected every image.", "content_policy")


def _content(image: Any) -> bytes | str:
    if isinstance(image, Mapping) and image.get("url"):
        return downloaded(image["url"])
    text = image["content"] if isinstance(image, Mapping) else image
    return downloaded(text) if text.startswith(("http", "data:")) else base64.b64decode(text)
