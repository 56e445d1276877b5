from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol

from pydantic import ValidationError

from task_record.access.service import Service
from task_record.errors import (
    Conflict,
    ImageUnavailable,
    InvalidImage,
    NoAnswer,
    NotFound,
    TaskRecordError,
    TooLarge,
    UnexpectedAnswer,
    refusal,
)
from task_record.generated.fragments import ErrorFields, TaskFields
from task_record.generated.input_types import (
    CancelTaskInput,
    CompleteTaskInput,
    CreateTaskInput,
    FailTaskInput,
    StartTaskInput,
)
from task_record.images.picture import Picture, Progress
from task_record.images.upload import fetched, image_inputs
from task_record.outbox.item import Item
from task_record.outbox.outbox import Outbox
from task_record.outbox.rows import send_rows
from task_record.outbox.values import LONGEST_MESSAGE, LeftOut, invalid, without

ENDS = ("complete", "fail", "cancel")
MOST_DOWNLOADS = 10
"""How often an image is requested from a provider that does not respond."""


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
    """
    Sends items. Sending an item twice has the same effect as sending it once. A value or an image that is refused is
    left out, and the item is sent again without it.
    """

    def __init__(self, service: Service, progress: dict[str, Progress], outbox: Outbox) -> None:
        self.service = service
        self.outbox = outbox
        self.progress = progress
        """Functions that are called while the images of a task are sent, by the id of the task."""

    def send(self, item: Item, is_strict: bool = False) -> TaskFields | None:
        """Send an item once, and return the resulting task. If it is strict, nothing is left out."""
        left_out: list[LeftOut] = []
        given = json.loads(item.input)
        while True:
            try:
                task = self._sent(item, given, left_out)
                break
            except (TaskRecordError, ValidationError) as error:
                refused = invalid(error) if isinstance(error, ValidationError) else error
                values = {} if is_strict else without([given], refused)
                if not values:
                    raise refused from error
                left_out.append(LeftOut(values, refused))
        for one in left_out:
            self.outbox.leave_out(item.task, one)
        if item.operation in ENDS:
            self.progress.pop(item.task, None)
        return task

    def _sent(self, item: Item, given: dict[str, Any], left_out: list[LeftOut]) -> TaskFields | None:
        if item.operation in ("begin", "create"):
            return self._record(item, given)
        if item.operation == "complete":
            return self._complete(item, given, left_out)
        if item.operation == "record":
            self._record_many(given)
            return None
        if item.operation == "start":
            return accepted(self.service.start_task(StartTaskInput(**given)).start_task)
        if item.operation == "fail":
            return accepted(self.service.fail_task(FailTaskInput(**given)).fail_task)
        return self._cancel(given)

    def _record(self, item: Item, input: dict[str, Any]) -> TaskFields:
        contents = [self._content(item, image) for image in item.images]
        images = image_inputs(self.service, contents, None, input.get("userId"), self.progress.get(item.task))
        given = CreateTaskInput(**{**input, **({"originalImage": images[0]} if images else {})})
        try:
            if item.operation == "create":
                return accepted(self.service.create_task(given).create_task)
            # If the task has ended, it cannot be started. Here that is not an error.
            return accepted(self.service.begin_task(given, StartTaskInput(id=item.task)).create_task)
        except Conflict as error:
            if list(error.field or ()) != ["input", "id"]:
                raise
            return self._same_job(given, error)

    def _same_job(self, given: CreateTaskInput, error: Conflict) -> TaskFields:
        """Return the task of a job that is repeated with other options, such as a later deadline."""
        found = self.service.task(given.id or "").task
        if found and (found.prompt, found.model_version) == (given.prompt, given.model_version):
            return found
        raise error

    def _complete(self, item: Item, input: dict[str, Any], left_out: list[LeftOut]) -> TaskFields:
        """Complete a task with the images that can be recorded, or fail it if there are none."""
        images = self._downloaded(item, left_out)
        while images:
            contents = [image.content or b"" for image in images]
            first, *more = image_inputs(self.service, contents, item.task, None, self.progress.get(item.task))
            given = CompleteTaskInput(**{**input, "image": first, **({"moreImages": more} if more else {})})
            try:
                return accepted(self.service.complete_task(given).complete_task)
            except (InvalidImage, TooLarge) as error:
                left_out.append(LeftOut({}, error, (images.pop(_place(error)),)))
        last = left_out[-1].error
        reason = {"errorMessage": last.message[:LONGEST_MESSAGE], "failureCode": last.code.lower()}
        used = {name: value for name, value in input.items() if name != "creditsDeducted"}
        return accepted(self.service.fail_task(FailTaskInput(**{**used, **reason})).fail_task)

    def _record_many(self, given: dict[str, Any]) -> None:
        for row in send_rows(self.service, given["tasks"]):
            task = row.given["task"].get("id", "")
            for one in row.left_out:
                self.outbox.leave_out(task, one)
            if row.error:
                self.outbox.put_refused(Item(task, "record", json.dumps({"tasks": [row.given]})), row.error)

    def _cancel(self, input: dict[str, Any]) -> TaskFields | None:
        try:
            return accepted(self.service.cancel_task(CancelTaskInput(**input)).cancel_task)
        except NotFound:  # it was never recorded
            return None

    def _downloaded(self, item: Item, left_out: list[LeftOut]) -> list[Picture]:
        images = []
        for image in item.images:
            try:
                images.append(Picture(self._content(item, image)))
            except ImageUnavailable as error:
                left_out.append(LeftOut({}, error, (image,)))
        return images

    def _content(self, item: Item, image: Picture) -> bytes:
        if image.content is not None:
            return image.content
        try:
            return fetched(self.service.http, image.url or "")
        except NoAnswer as error:
            if item.attempts < MOST_DOWNLOADS:
                raise
            raise ImageUnavailable(error.message) from error


def _place(error: TaskRecordError) -> int:
    """Return the position of the image that the error is about. Raises the error if it is about no image."""
    match list(error.field or ())[1:]:
        case ["image", *_]:
            return 0
        case ["moreImages", number, *_]:
            return int(number) + 1
        case _:
            raise error
