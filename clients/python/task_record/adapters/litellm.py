"""Records images that LiteLLM generates, with any provider: a callback of LiteLLM."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from litellm.integrations.custom_logger import CustomLogger

from task_record.adapters.call import described, fail, recording_result
from task_record.adapters.openai import note_images, note_usage
from task_record.outbox.values import NO_PROMPT
from task_record.recording.options import Options
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from task_record.client import TaskRecord

logger = logging.getLogger("task_record")

OF_IMAGES = ("image_generation", "aimage_generation", "image_edit", "aimage_edit")
OWN = "task_record"
"""The key in the `metadata` of a call whose value holds options of `TaskRecord.record`."""
NO_PARAMETERS = ("n", "user", "stream", "max_retries", "extra_body")


class TaskRecordLogger(CustomLogger):
    """
    Records each call of `image_generation` and `image_edit` when it ends: `litellm.callbacks = [TaskRecordLogger(tr)]`.
    The key of the task is the id of the call. `record` holds options of `TaskRecord.record`; a call gives its own in
    its metadata, `metadata={"task_record": {"user": …}}`.
    """

    def __init__(self, tr: TaskRecord, record: Options | None = None) -> None:
        super().__init__()
        self.tr = tr
        self.options: Options = record or {}

    def log_success_event(self, kwargs: Any, response_obj: Any, start_time: datetime, end_time: datetime) -> None:
        self._record(kwargs, response_obj, start_time, end_time)

    def log_failure_event(self, kwargs: Any, response_obj: Any, start_time: datetime, end_time: datetime) -> None:
        self._record(kwargs, None, start_time, end_time)

    async def async_log_success_event(
        self, kwargs: Any, response_obj: Any, start_time: datetime, end_time: datetime
    ) -> None:
        await asyncio.to_thread(self._record, kwargs, response_obj, start_time, end_time)

    async def async_log_failure_event(
        self, kwargs: Any, response_obj: Any, start_time: datetime, end_time: datetime
    ) -> None:
        await asyncio.to_thread(self._record, kwargs, None, start_time, end_time)

    def _record(self, call: Mapping[str, Any], result: Any, began: datetime, ended: datetime) -> None:
        if call.get("call_type") not in OF_IMAGES:
            return
        try:
            with self.tr.record(_prompt(call), **self._options(call)) as task:
                task.took(round((ended - began).total_seconds() * 1000))
                if result is None:
                    fail(task, call.get("exception") or RuntimeError("The generation failed."))
                else:
                    with recording_result(task):
                        _note_result(task, call, result)
        except Exception:
            logger.exception("A call of LiteLLM is not recorded.")

    def _options(self, call: Mapping[str, Any]) -> Options:
        metadata = (call.get("litellm_params") or {}).get("metadata") or {}
        own: Options = {**self.options, **metadata.get(OWN, {})}

        def read() -> dict[str, Any]:
            given = call.get("optional_params") or {}
            parameters = {name: value for name, value in given.items() if name not in NO_PARAMETERS}
            return {
                "model": call.get("model"),
                "key": call.get("litellm_call_id"),
                "images": given.get("n"),
                "parameters": {**parameters, **(given.get("extra_body") or {})},
                "task_type": "IMAGE_EDIT" if "edit" in call["call_type"] else "IMAGE_GENERATION",
            }

        return described(own, read)


def _prompt(call: Mapping[str, Any]) -> str:
    text = call.get("prompt") or call.get("input") or call.get("messages")
    return text if isinstance(text, str) and text else NO_PROMPT


def _note_result(task: Recording, call: Mapping[str, Any], result: Any) -> None:
    note_images(task, result)
    task.usage(cost=call.get("response_cost"))
    if (usage := getattr(result, "usage", None)) and usage.total_tokens:
        note_usage(task, usage)
