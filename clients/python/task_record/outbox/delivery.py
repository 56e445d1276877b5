from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any, Protocol

from task_record.access.service import Service
from task_record.errors import ImageUnavailable, NotFound, UnexpectedAnswer, refusal
from task_record.generated.fragments import ErrorFields, TaskFields
from task_record.generated.input_types import (
    CancelTaskInput,
    CompleteTaskInput,
    CreateTaskInput,
    FailTaskInput,
    RecordTasksInput,
    StartTaskInput,
)
from task_record.images.picture import Progress
from task_record.images.upload import fetched, image_inputs
from task_record.outbox.item import Item

logger = logging.getLogger("task_record")

ENDS = ("complete", "fail", "cancel")
ALSO_OF_FAILED = ("id", "tokensUsed", "inputTokens", "outputTokens", "cost", "generationTimeMs")


class Payload(Protocol):
    @property
    def task(self) -> TaskFields | None: ...
    @property
    def errors(self) -> Sequence[ErrorFields]: ...


def accepted(payload: Payload | None) -> TaskFields:
    """Return the task in the payload of a mutation, or raise the error that it contains."""
    if payload and payload.task:
        return payload.task
    if payload and payload.errors:
        raise refusal(payload.errors)
    raise UnexpectedAnswer("The mutation has neither a task nor errors.")


class Delivery:
    """Sends items. Sending an item twice has the same effect as sending it once."""

    def __init__(self, service: Service, progress: dict[str, Progress]) -> None:
        self.service = service
        self.progress = progress
        """Functions that are called while the images of a task are sent, by the id of the task."""

    def send(self, item: Item) -> TaskFields | None:
        """Send an item once, and return the resulting task."""
        task = self._sent(item)
        if item.operation in ENDS:
            self.progress.pop(item.task, None)
        return task

    def _sent(self, item: Item) -> TaskFields | None:
        given = json.loads(item.input)
        if item.operation in ("begin", "create"):
            return self._record(item, given)
        if item.operation == "complete":
            return self._complete(item, given)
        if item.operation == "record":
            self._record_many(given)
            return None
        if item.operation == "start":
            return accepted(self.service.start_task(StartTaskInput(**given)).start_task)
        if item.operation == "fail":
            return accepted(self.service.fail_task(FailTaskInput(**given)).fail_task)
        return self._cancel(given)

    def _record(self, item: Item, input: dict[str, Any]) -> TaskFields:
        contents = self._contents(item)
        images = image_inputs(self.service, contents, None, input.get("userId"), self.progress.get(item.task))
        given = CreateTaskInput(**input, **({"originalImage": images[0]} if images else {}))
        if item.operation == "create":
            return accepted(self.service.create_task(given).create_task)
        # If the task has ended, it cannot be started. Here that is not an error.
        return accepted(self.service.begin_task(given, StartTaskInput(id=item.task)).create_task)

    def _complete(self, item: Item, input: dict[str, Any]) -> TaskFields:
        try:
            contents = self._contents(item)
        except ImageUnavailable as error:
            used = {name: input[name] for name in ALSO_OF_FAILED if name in input}
            failed = FailTaskInput(**used, errorMessage=error.message[:2000], failureCode="image_unavailable")
            return accepted(self.service.fail_task(failed).fail_task)
        first, *more = image_inputs(self.service, contents, item.task, None, self.progress.get(item.task))
        given = CompleteTaskInput(**input, image=first, **({"moreImages": more} if more else {}))
        return accepted(self.service.complete_task(given).complete_task)

    def _record_many(self, given: dict[str, Any]) -> None:
        payload = self.service.record_tasks(RecordTasksInput.model_validate(given)).record_tasks
        if not payload or payload.errors:
            raise refusal(payload.errors if payload else [])
        for task, result in zip(given["tasks"], payload.results, strict=True):
            if result.errors:
                logger.error("Task %s is not recorded: %s", task["task"].get("id"), refusal(result.errors))

    def _cancel(self, input: dict[str, Any]) -> TaskFields | None:
        try:
            return accepted(self.service.cancel_task(CancelTaskInput(**input)).cancel_task)
        except NotFound:  # it was never recorded
            return None

    def _contents(self, item: Item) -> list[bytes]:
        return [
            fetched(self.service.http, image.url or "") if image.content is None else image.content
            for image in item.images
        ]
