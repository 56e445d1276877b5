"""Records the images of a diffusers pipeline."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from task_record.adapters.call import described, original, recording_result
from task_record.recording.options import Options
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from task_record.client import TaskRecord

PARAMETERS = {
    "num_inference_steps": "steps",
    "guidance_scale": "guidance",
    "negative_prompt": "negative_prompt",
    "width": "width",
    "height": "height",
    "strength": "strength",
}


class RecordedPipeline:
    """
    Replaces a pipeline: a call has the same arguments and result, and is recorded. `record` holds options of
    `TaskRecord.record`. Each prompt of a call is a task of its own.
    """

    def __init__(self, tr: TaskRecord, pipeline: Any, record: Options | None = None) -> None:
        self.tr = tr
        self.pipeline = pipeline
        self.options: Options = record or {}

    def __call__(self, prompt: str | list[str], *, record: Options | None = None, **given: Any) -> Any:
        prompts = [prompt] if isinstance(prompt, str) else prompt
        each = given.get("num_images_per_prompt") or 1
        with ExitStack() as stack:
            options = self._options(given, each, record)
            tasks = [
                stack.enter_context(self.tr.record(one, **_with_seed(options, given, place, each)))
                for place, one in enumerate(prompts)
            ]
            result = self.pipeline(prompt, **given)
            for place, task in enumerate(tasks):
                with recording_result(task):
                    _record_result(task, result, slice(place * each, (place + 1) * each))
        return result

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the pipeline, such as `to`."""
        return getattr(self.pipeline, name)

    def _options(self, given: dict[str, Any], each: int, record: Options | None) -> Options:
        def read() -> dict[str, Any]:
            config = getattr(self.pipeline, "config", None) or {}
            parameters = {PARAMETERS[name]: given[name] for name in PARAMETERS if given.get(name) is not None}
            options: dict[str, Any] = {"model": config.get("_name_or_path"), "images": each, "parameters": parameters}
            return {**options, **(original(given["image"]) if given.get("image") is not None else {})}

        return described({**self.options, **(record or {})}, read)


def _record_result(task: Recording, result: Any, own: slice) -> None:
    """Record the images of a task, except those that the safety checker has blackened."""
    made, detected = _images(result)
    images = made[own]
    flagged = (detected or [False] * len(made))[own]
    task.add(*(image for image, is_flagged in zip(images, flagged, strict=True) if not is_flagged))
    if all(flagged):
        task.fail("The safety checker has rejected every image.", "content_policy")


def _images(result: Any) -> tuple[Any, Any]:
    """Return the images of a result, and what the safety checker has found. `return_dict=False` returns a tuple."""
    if isinstance(result, tuple):
        more = result[1] if len(result) > 1 else None
        is_checked = isinstance(more, list) and all(isinstance(one, bool) for one in more)
        return result[0], more if is_checked else None
    return result.images, getattr(result, "nsfw_content_detected", None)


def _with_seed(options: Options, given: dict[str, Any], place: int, each: int) -> Options:
    """Add the generator's seed, with which the images can be generated again; the first seed if there are several."""
    generator = given.get("generator")
    if isinstance(generator, list):
        generator = generator[place * each]
    if generator is None:
        return options
    return {**options, "parameters": {**options.get("parameters", {}), "seed": generator.initial_seed()}}
