"""Records images that OpenAI, or a server with the same API, generates or edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from task_record.adapters.failure import failing, recording_result
from task_record.recording.options import Options
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI
    from openai.types import ImagesResponse

    from task_record.async_client import AsyncTaskRecord
    from task_record.client import TaskRecord

PARAMETERS = ("size", "quality", "style", "background", "output_format", "output_compression", "input_fidelity")


class OpenAIImages:
    """
    Replaces `client.images`: calls have the same arguments and results, and are recorded. `record` holds options of
    `TaskRecord.record`, such as `{"user": …, "key": …}`.
    """

    def __init__(self, tr: TaskRecord, client: OpenAI) -> None:
        self.tr = tr
        self.images = client.images

    def generate(self, *, prompt: str, model: str, record: Options | None = None, **given: Any) -> ImagesResponse:
        with self.tr.record(prompt, **_options(model, record, given)) as task:
            with failing(task):
                answer = self.images.generate(prompt=prompt, model=model, **given)
            return _with_result(task, answer)

    def edit(
        self, *, image: Any, prompt: str, model: str, record: Options | None = None, **given: Any
    ) -> ImagesResponse:
        with self.tr.record(prompt, **_options(model, record, given, image)) as task:
            with failing(task):
                answer = self.images.edit(image=image, prompt=prompt, model=model, **given)
            return _with_result(task, answer)


class AsyncOpenAIImages:
    """`OpenAIImages` for `AsyncOpenAI` and `AsyncTaskRecord`."""

    def __init__(self, tr: AsyncTaskRecord, client: AsyncOpenAI) -> None:
        self.tr = tr
        self.images = client.images

    async def generate(self, *, prompt: str, model: str, record: Options | None = None, **given: Any) -> ImagesResponse:
        async with self.tr.record(prompt, **_options(model, record, given)) as task:
            with failing(task):
                answer = await self.images.generate(prompt=prompt, model=model, **given)
            return _with_result(task, answer)

    async def edit(
        self, *, image: Any, prompt: str, model: str, record: Options | None = None, **given: Any
    ) -> ImagesResponse:
        async with self.tr.record(prompt, **_options(model, record, given, image)) as task:
            with failing(task):
                answer = await self.images.edit(image=image, prompt=prompt, model=model, **given)
            return _with_result(task, answer)


def _options(model: str, record: Options | None, given: Mapping[str, Any], image: Any = None) -> Options:
    options: dict[str, Any] = {"model": model, "images": given.get("n") or 1}
    options["parameters"] = {name: given[name] for name in PARAMETERS if name in given}
    if image is not None:
        first = image[0] if isinstance(image, list) else image
        original = first[1] if isinstance(first, tuple) else first  # with its name and type
        options |= {"task_type": "IMAGE_EDIT", "original": _read(original)}
    return cast("Options", {**options, **(record or {})})


def _read(image: Any) -> Any:
    """Read a file, and restore its position, since OpenAI's library reads it as well."""
    if not hasattr(image, "read"):
        return image
    place = image.tell()
    content = image.read()
    image.seek(place)
    return content


def _with_result(task: Recording, answer: ImagesResponse) -> ImagesResponse:
    with recording_result(task):
        for one in answer.data or []:
            task.add_base64(one.b64_json)
            if one.url and not one.b64_json:
                task.add(one.url)
        if usage := answer.usage:
            task.usage(usage.total_tokens, input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
    return answer
