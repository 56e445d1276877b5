"""Records images that Gemini generates, with the library `google-genai`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from task_record.adapters.call import described, original
from task_record.adapters.streams import recorded, recorded_async
from task_record.outbox.values import NO_PROMPT
from task_record.recording.options import Options
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from google.genai import Client

    from task_record.async_client import AsyncTaskRecord
    from task_record.client import TaskRecord

REFUSALS = ("SAFETY", "PROHIBITED", "BLOCKLIST", "SPII", "RECITATION", "JAILBREAK", "MODEL_ARMOR")
"""Parts of the names of reasons for which Gemini returns no image."""
NO_PARAMETERS = ("http_options", "system_instruction", "tools", "response_modalities")


class GeminiModels:
    """
    Replaces `client.models`: calls have the same arguments and results, and those that make images are recorded.
    `record` holds options of `TaskRecord.record`.
    """

    def __init__(self, tr: TaskRecord, client: Client) -> None:
        self.tr = tr
        self.models = client.models

    def generate_content(self, *, record: Options | None = None, **given: Any) -> Any:
        return self._recorded(self.models.generate_content, given, record)

    def generate_content_stream(self, *, record: Options | None = None, **given: Any) -> Any:
        return self._recorded(self.models.generate_content_stream, given, record, is_stream=True)

    def __getattr__(self, name: str) -> Any:
        """Return another method of `client.models`, which is not recorded."""
        return getattr(self.models, name)

    def _recorded(
        self, call: Callable[..., Any], given: Mapping[str, Any], record: Options | None, is_stream: bool = False
    ) -> Any:
        context = self.tr.record(_prompt(given), **_options(given, record))
        return recorded(context, lambda: call(**given), _note_result, is_stream)


class AsyncGeminiModels:
    """`GeminiModels` for `client.aio.models` and `AsyncTaskRecord`."""

    def __init__(self, tr: AsyncTaskRecord, client: Client) -> None:
        self.tr = tr
        self.models = client.aio.models

    async def generate_content(self, *, record: Options | None = None, **given: Any) -> Any:
        return await self._recorded(self.models.generate_content, given, record)

    async def generate_content_stream(self, *, record: Options | None = None, **given: Any) -> Any:
        return await self._recorded(self.models.generate_content_stream, given, record, is_stream=True)

    def __getattr__(self, name: str) -> Any:
        """Return another method of `client.aio.models`, which is not recorded."""
        return getattr(self.models, name)

    async def _recorded(
        self, call: Callable[..., Any], given: Mapping[str, Any], record: Options | None, is_stream: bool = False
    ) -> Any:
        context = self.tr.record(_prompt(given), **_options(given, record))
        return await recorded_async(context, lambda: call(**given), _note_result, is_stream)


def _prompt(given: Mapping[str, Any]) -> str:
    texts = [_read(part, "text") for part in _parts(given.get("contents"))]
    return "\n".join(text for text in texts if isinstance(text, str)) or NO_PROMPT


def _parts(contents: Any) -> Iterator[Any]:
    """Iterate over the parts of a request, in any of the forms that the library accepts."""
    if isinstance(contents, str):
        yield {"text": contents}
    elif isinstance(contents, (list, tuple)):
        for one in contents:
            yield from _parts(one)
    elif parts := _read(contents, "parts"):
        yield from _parts(parts)
    elif contents is not None:
        yield contents


def _read(part: Any, name: str) -> Any:
    return part.get(name) if isinstance(part, Mapping) else getattr(part, name, None)


def _options(given: Mapping[str, Any], record: Options | None) -> Options:
    def read() -> dict[str, Any]:
        config = given.get("config") or {}
        values = config if isinstance(config, Mapping) else config.model_dump(exclude_none=True, mode="json")
        options: dict[str, Any] = {
            "model": given["model"],
            "images": values.get("candidate_count"),
            "parameters": {name: value for name, value in values.items() if name not in NO_PARAMETERS},
        }
        ratio = (values.get("image_config") or {}).get("aspect_ratio")
        images = [image for part in _parts(given.get("contents")) if (image := _image(part)) is not None]
        return {**options, "aspect_ratio": ratio, **(original(images) if images else {})}

    return described(record, read)


def _image(part: Any) -> Any:
    """Return the image in a part: its bytes, or a Pillow image."""
    return part if hasattr(part, "save") else _read(_read(part, "inline_data"), "data")


def _note_result(task: Recording, answer: Any) -> None:
    """Record the images of a response, or of a chunk of one, without those of the model's thoughts."""
    for candidate in getattr(answer, "candidates", None) or []:
        for part in (candidate.content.parts if candidate.content else None) or []:
            if part.inline_data and part.inline_data.data and not part.thought:
                task.add(part.inline_data.data)
    task.note(external_id=getattr(answer, "response_id", None))
    if usage := getattr(answer, "usage_metadata", None):
        output = (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0)
        task.usage(usage.total_token_count, input_tokens=usage.prompt_token_count, output_tokens=output)
    reasons = [] if task.images else list(_reasons(answer))
    if reasons:
        is_refused = any(part in reason for reason in reasons for part in REFUSALS)
        task.fail(" ".join(reasons), "content_policy" if is_refused else "no_image")


def _reasons(answer: Any) -> Iterator[str]:
    """Iterate over the reasons for which a response has no image, such as `IMAGE_SAFETY`."""
    if (feedback := getattr(answer, "prompt_feedback", None)) and feedback.block_reason:
        yield f"{feedback.block_reason.name} {feedback.block_reason_message or ''}".strip()
    for candidate in getattr(answer, "candidates", None) or []:
        if candidate.finish_reason and candidate.finish_reason.name != "STOP":
            yield f"{candidate.finish_reason.name} {candidate.finish_message or ''}".strip()
