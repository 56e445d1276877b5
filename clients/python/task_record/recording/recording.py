from __future__ import annotations

import time
from asyncio import CancelledError
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from task_record.errors import ImageUnavailable, InvalidImage
from task_record.generated.fragments import TaskFields
from task_record.generated.input_types import CreateTaskInput
from task_record.images.picture import Given, Picture, decoded, picture
from task_record.outbox.item import Item, Operation
from task_record.outbox.values import LONGEST_MESSAGE, SHOWN, LeftOut, as_json, invalid, without
from task_record.recording.options import Options

T = TypeVar("T")

MOST_IMAGES = 16
COST_DIGITS = 6
"""Decimal places to which a float is rounded. Other numbers are not rounded."""
RENAMED = {"model": "modelVersion", "images": "imageCount", "max_credits": "creditsReserved"}
OTHERS = ("task_type", "aspect_ratio", "sources", "parameters", "metadata", "external_id", "deadline")


class Recording:
    """A task while its images are generated. Its methods record the result."""

    def __init__(self, id: str, prompt: str, options: Options) -> None:
        user = options.get("user")
        self.id = id
        self.prompt = prompt
        self.user = None if user is None else str(user)
        self.model = options.get("model") or ""
        self.options = options
        self.is_strict = options["strict"]
        self.task: TaskFields | None = None
        """The task that the server returned, or None if `record` did not wait for a response."""
        self.images: list[Picture] = []
        self.left_out: list[LeftOut] = []
        """Values and images that cannot be recorded. The client logs them and adds them to `refused()`."""
        self._result: dict[str, Any] = {}
        self._ended: tuple[Operation, dict[str, Any]] | None = None
        self._began: float | None = time.monotonic()

    def add(self, *images: Given) -> None:
        """Add images: bytes, paths, Pillow images, URLs to download them from, or data URLs."""
        self._add(images, picture)

    def add_base64(self, *images: str | None) -> None:
        """Add images in base64. None, which some providers return, is ignored."""
        self._add((image for image in images if image is not None), decoded)

    def usage(
        self,
        tokens: int | None = None,
        *,
        input_tokens: int | None = None,
        output_tokens: int | None = None,
        cost: Decimal | str | float | None = None,
        credits: int | None = None,
    ) -> None:
        """Record the usage. `cost` is what the provider charges, in the server's currency."""
        given = {
            "tokensUsed": tokens,
            "inputTokens": input_tokens,
            "outputTokens": output_tokens,
            "cost": None if cost is None else str(round(cost, COST_DIGITS) if isinstance(cost, float) else cost),
            "creditsDeducted": credits,
        }
        self._result.update({name: value for name, value in given.items() if value is not None})

    def note(
        self,
        *,
        parameters: Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        external_id: str | None = None,
    ) -> None:
        """Record more data, such as the seed that the model chose. It is merged into the existing data."""
        for name, value in (("parameters", parameters), ("metadata", metadata)):
            if isinstance(value, Mapping):
                self._result.setdefault(name, {}).update(value)
            elif value is not None:
                self._result[name] = value  # the server says what is wrong with it
        if external_id is not None:
            self._result["externalId"] = external_id

    def fail(self, message: str, code: str | None = None) -> None:
        """Fail the task, with a reason for the user, and a code for programs, such as `content_policy`."""
        reason = {"errorMessage": message.strip()[:LONGEST_MESSAGE] or "The generation failed."}
        self._ended = ("fail", {**reason, **({"failureCode": code} if code else {})})

    def complete(self) -> None:
        """Complete the task, even without images, which only `recordTasks` accepts."""
        self._ended = ("complete", {})

    def cancel(self) -> None:
        """Cancel the task."""
        self._ended = ("cancel", {})

    def took(self, milliseconds: int | None) -> None:
        """Set the duration of the generation, in place of the time since `record`. None means unknown."""
        self._began = None
        if milliseconds is not None:
            self._result["generationTimeMs"] = milliseconds

    def creation(self, operation: Operation = "begin") -> Item:
        """Return the item that records the task."""
        options = cast("dict[str, Any]", self.options)
        given: dict[str, Any] = {"id": self.id, "prompt": self.prompt, "user_id": self.user}
        given |= {RENAMED[name]: options[name] for name in RENAMED if options.get(name) is not None}
        given |= {name: options[name] for name in OTHERS if options.get(name) is not None}
        original = options.get("original")
        images = () if original is None else tuple(self._read(original, picture))
        # Only fields that were set, since the same id must have the same input.
        valid = self._valid({to_camel(name): value for name, value in given.items()})
        return Item(
            self.id,
            operation,
            self._json(valid.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)),
            images,
        )

    def end(self, error: BaseException | None) -> Item:
        """Return the item that ends the task: as a method has set, with the error, or with its images."""
        if error is not None and self._ended is None:
            self._fail_by(error)
        if not self.images and self._ended is None:
            self._fail_without_images()
        operation, given = self._ended or ("complete", {})
        given = {"id": self.id, **self._result, **self._elapsed(), **given}
        if operation == "complete":
            return Item(self.id, operation, self._json(given), tuple(self.images[:MOST_IMAGES]))
        given.pop("creditsDeducted", None)  # not allowed without images
        return Item(self.id, operation, self._json(given))

    def _add(self, given: Iterable[T], read: Callable[[T], Picture]) -> None:
        for one in given:
            self.images += self._read(one, read)

    def _read(self, given: T, read: Callable[[T], Picture]) -> list[Picture]:
        """Read an image. An invalid one raises only if the task is strict, so that a generation never fails here."""
        try:
            return [read(given)]
        except Exception as error:  # also one of the image's own `save`
            if self.is_strict:
                raise
            kind = ImageUnavailable if isinstance(error, OSError) else InvalidImage
            self.left_out.append(LeftOut({"image": ascii(given)[:SHOWN]}, kind(str(error) or type(error).__name__)))
            return []

    def _valid(self, given: dict[str, Any]) -> CreateTaskInput:
        while True:
            try:
                return CreateTaskInput.model_validate(given)
            except ValidationError as error:
                values = {} if self.is_strict else without([given], invalid(error))
                if not values:
                    raise
                shown = {name: ascii(value)[:SHOWN] for name, value in values.items()}
                self.left_out.append(LeftOut(shown, invalid(error)))

    def _json(self, given: Mapping[str, Any]) -> str:
        text, left_out = as_json(given)
        self.left_out += left_out
        return text

    def _fail_without_images(self) -> None:
        """Fail with the reason why the last image could not be read, if there was one."""
        unread = [one.error for one in self.left_out if "image" in one.values]
        if unread:
            self.fail(unread[-1].message, unread[-1].code.lower())
        else:
            self.fail("No image was generated.", "no_image")

    def _fail_by(self, error: BaseException) -> None:
        if isinstance(error, Exception) and not isinstance(error, CancelledError):
            is_late = "Timeout" in type(error).__name__
            self.fail(
                str(error) or type(error).__name__, getattr(error, "failure_code", "timeout" if is_late else None)
            )
        else:
            self.cancel()

    def _elapsed(self) -> dict[str, int]:
        return {} if self._began is None else {"generationTimeMs": round((time.monotonic() - self._began) * 1000)}


def task_id(key: str, user: UUID | str) -> str:
    """
    Return the id of the task with this key and user: the UUIDv5 of `task-record:USER:KEY` in the namespace for URLs.
    If `record` has no user, the user is the `sub` of the token.
    """
    return str(uuid5(NAMESPACE_URL, f"task-record:{user}:{key}"))
