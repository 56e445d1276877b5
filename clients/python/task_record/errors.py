"""An exception for each error code of the server, and for failures that the client finds itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from task_record.error_bases import Refused as Refused
from task_record.error_bases import TaskRecordError as TaskRecordError
from task_record.error_bases import Temporary as Temporary
from task_record.generated.error_classes import *  # noqa: F403


class UnexpectedAnswer(TaskRecordError):
    """The response is not one of this API. The address may be wrong."""

    code = "UNEXPECTED_ANSWER"


class UploadRefused(TaskRecordError):
    """Object storage refused an image."""

    code = "UPLOAD_REFUSED"


class ImageUnavailable(TaskRecordError):
    """The provider no longer returns an image."""

    code = "IMAGE_UNAVAILABLE"


class NoAnswer(Temporary):
    """There was no connection, or no response in time. The request may or may not have been executed."""

    code = "NO_ANSWER"


def _subclasses(kind: type[TaskRecordError]) -> list[type[TaskRecordError]]:
    return [kind, *(deeper for one in kind.__subclasses__() for deeper in _subclasses(one))]


BY_CODE = {kind.code: kind for kind in _subclasses(TaskRecordError) if kind.code}


def error_of(code: str, message: str, **more: Any) -> TaskRecordError:
    """Return the exception of a code. An unknown code, of a later server, is a plain `Refused`."""
    return BY_CODE.get(code, Refused)(message, **more, code=code)


def refusal(errors: Sequence[Any]) -> TaskRecordError:
    """Return the exception for the errors of a mutation's payload, with the code of the first."""
    first = errors[0]
    message = "; ".join(error.message for error in errors)
    fields = [error.field for error in errors if error.field]
    return error_of(first.code.value, message, field=first.field, details=first.details, fields=fields)


def request_error(errors: Sequence[Mapping[str, Any]], request_id: str | None) -> TaskRecordError:
    """Return the exception for the response's own `errors`, with the code of the first."""
    given = [error.get("extensions") or {} for error in errors]
    fields = [one["field"] for one in given if one.get("field")]
    extensions = given[0]
    return error_of(
        str(extensions.get("code", "UNEXPECTED_ANSWER")),
        str(errors[0].get("message", "")),
        field=extensions.get("field"),
        fields=fields,
        retry_after=extensions.get("retryAfter"),
        request_id=extensions.get("requestId") or request_id,
    )
