"""Records images that OpenAI, or a server with the same API, generates or edits."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from task_record.adapters.call import described, downloaded, original, prompt_of
from task_record.adapters.streams import recorded, recorded_async
from task_record.recording.options import Options
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

    from task_record.async_client import AsyncTaskRecord
    from task_record.client import TaskRecord

NO_PARAMETERS = ("prompt", "model", "image", "mask", "n", "user", "stream", "timeout", "safety_identifier")
OF_REQUEST = ("extra_headers", "extra_query", "extra_body")
COMPLETED = ".completed"
"""The end of the type of an event with a finished image, such as `image_generation.completed`."""

Images = TypeVar("Images", "OpenAIImages", "AsyncOpenAIImages")


class OpenAIImages:
    """
    Replaces `client.images`: calls have the same arguments and results, and are recorded. `record` holds options of
    `TaskRecord.record`, such as `{"user": …, "key": …}`. With `stream=True`, the task ends with its last image, or when
    the stream ends or is closed.
    """

    def __init__(self, tr: TaskRecord, client: OpenAI) -> None:
        self.tr = tr
        self.images: Any = client.images

    @property
    def with_raw_response(self) -> OpenAIImages:
        """Calls that return the response with its headers, and are recorded, too."""
        return _of_responses(self)

    def generate(self, *, record: Options | None = None, **given: Any) -> Any:
        return self._recorded(self.images.generate, given, record)

    def edit(self, *, record: Options | None = None, **given: Any) -> Any:
        return self._recorded(self.images.edit, given, record)

    def create_variation(self, *, record: Options | None = None, **given: Any) -> Any:
        return self._recorded(self.images.create_variation, given, record)

    def _recorded(self, call: Callable[..., Any], given: Mapping[str, Any], record: Options | None) -> Any:
        context = self.tr.record(prompt_of(given), **_options(given, record))
        is_stream = given.get("stream") is True
        return recorded(context, lambda: call(**given), _note_event if is_stream else _note_result, is_stream)


class AsyncOpenAIImages:
    """`OpenAIImages` for `AsyncOpenAI` and `AsyncTaskRecord`."""

    def __init__(self, tr: AsyncTaskRecord, client: AsyncOpenAI) -> None:
        self.tr = tr
        self.images: Any = client.images

    @property
    def with_raw_response(self) -> AsyncOpenAIImages:
        """Calls that return the response with its headers, and are recorded, too."""
        return _of_responses(self)

    async def generate(self, *, record: Options | None = None, **given: Any) -> Any:
        return await self._recorded(self.images.generate, given, record)

    async def edit(self, *, record: Options | None = None, **given: Any) -> Any:
        return await self._recorded(self.images.edit, given, record)

    async def create_variation(self, *, record: Options | None = None, **given: Any) -> Any:
        return await self._recorded(self.images.create_variation, given, record)

    async def _recorded(self, call: Callable[..., Any], given: Mapping[str, Any], record: Options | None) -> Any:
        context = self.tr.record(prompt_of(given), **_options(given, record))
        is_stream = given.get("stream") is True
        note = _note_event if is_stream else _note_result
        return await recorded_async(context, lambda: call(**given), note, is_stream)


def _of_responses(images: Images) -> Images:
    copied = copy.copy(images)
    copied.images = images.images.with_raw_response
    return copied


def _options(given: Mapping[str, Any], record: Options | None) -> Options:
    def read() -> dict[str, Any]:
        more = given.get("extra_body") or {}
        parameters = {name: value for name, value in given.items() if name not in (*NO_PARAMETERS, *OF_REQUEST)}
        options = {"images": given.get("n"), "parameters": {**parameters, **more}}
        if isinstance(given.get("model"), str):
            options["model"] = given["model"]
        return {**options, **(original(given["image"]) if "image" in given else {})}

    return described(record, read)


def _note_result(task: Recording, answer: Any) -> None:
    result = answer.parse() if hasattr(answer, "parse") else answer
    note_images(task, result)
    note_usage(task, result.usage)


def note_images(task: Recording, result: Any) -> None:
    """Record the images of a result of OpenAI's API."""
    for one in result.data or []:
        task.add_base64(one.b64_json)
        if one.url and not one.b64_json:
            task.add(downloaded(one.url))


def _note_event(task: Recording, event: Any) -> bool:
    """Record a finished image, and return whether it is the last one."""
    if not event.type.endswith(COMPLETED):
        return False
    task.add_base64(event.b64_json)
    note_usage(task, event.usage)
    return len(task.images) >= task.options.get("images", 1)


def note_usage(task: Recording, usage: Any) -> None:
    if usage:
        task.usage(usage.total_tokens, input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
