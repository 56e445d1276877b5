"""One exception for each code that the server answers with, and for what the client finds itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from task_record.error_bases import Refused as Refused
from task_record.error_bases import TaskRecordError as TaskRecordError
from task_record.error_bases import Temporary as Temporary
from task_record.generated.error_classes import *  # noqa: F403


class UnexpectedAnswer(TaskRecordError):
    """What answered is not this API: the address may be wrong."""

    code = "UNEXPECTED_ANSWER"


class UploadRefused(TaskRecordError):
    """Storage has refused an image."""

    code = "UPLOAD_REFUSED"


class ImageUnavailable(TaskRecordError):
    """The provider does not hand out an image any more."""

    code = "IMAGE_UNAVAILABLE"


class NoAnswer(Temporary):
    """No connection, or no answer in time; whether it was done is not known."""

    code = "NO_ANSWER"


def _subclasses(kind: type[TaskRecordError]) -> list[type[TaskRecordError]]:
    return [kind, *(deeper for one in kind.__subclasses__() for deeper in _subclasses(one))]


BY_CODE = {kind.code: kind for kind in _subclasses(TaskRecordError) if kind.code}


def error_of(code: str, message: str, **more: Any) -> TaskRecordError:
    """The exception of this code; one that a later server has added is a plain `Refused`."""
    return BY_CODE.get(code, Refused)(message, **more, code=code)


def refusal(errors: Sequence[Any]) -> TaskRecordError:
    """The exception for the errors of a mutation's payload, the first of which counts."""
    first = errors[0]
    message = "; ".join(error.message for error in errors)
    return error_of(first.code.value, message, field=first.field, details=first.details)


def request_error(error: Mapping[str, Any], request_id: str | None) -> TaskRecordError:
    """The exception for an entry of the response's own `errors`."""
    extensions = error.get("extensions") or {}
    return error_of(
        str(extensions.get("code", "UNEXPECTED_ANSWER")),
        str(error.get("message", "")),
        retry_after=extensions.get("retryAfter"),
        request_id=extensions.get("requestId") or request_id,
    )
