"""One exception for each code that the server answers with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class TaskRecordError(Exception):
    """The server did not do what it was asked. `code` says why for programs, the message for people."""

    code: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        field: Sequence[str] | None = None,
        details: Any = None,
        retry_after: float | None = None,
        request_id: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        """The path of the input field at fault, if there is one."""
        self.details = details
        """What a program needs to act on it, such as a limit and how much of it is used."""
        self.retry_after = retry_after
        """Seconds after which the server asks to try again."""
        self.request_id = request_id
        """What the server's log calls the request."""
        if code:
            self.code = code  # type: ignore[misc]


class Refused(TaskRecordError):
    """A mutation was refused, and changed nothing. Repeating it has the same answer."""


class Invalid(Refused):
    code = "INVALID"


class NotFound(Refused):
    code = "NOT_FOUND"


class Conflict(Refused):
    code = "CONFLICT"


class InvalidImage(Refused):
    code = "INVALID_IMAGE"


class TooLarge(Refused):
    code = "TOO_LARGE"


class PlanLimit(Refused):
    code = "PLAN_LIMIT"


class QuotaExceeded(Refused):
    code = "QUOTA_EXCEEDED"


class InsufficientCredits(Refused):
    code = "INSUFFICIENT_CREDITS"


class AddressNotPublic(Refused):
    code = "ADDRESS_NOT_PUBLIC"


class Forbidden(Refused):
    """The token's role does not allow it, or a back end alone may."""

    code = "FORBIDDEN"


class Unauthenticated(TaskRecordError):
    """There is no valid token, even after it was renewed."""

    code = "UNAUTHENTICATED"


class UnknownPlan(TaskRecordError):
    code = "UNKNOWN_PLAN"


class CursorTooOld(TaskRecordError):
    code = "CURSOR_TOO_OLD"


class BadRequest(TaskRecordError):
    code = "BAD_REQUEST"


class ParseFailed(TaskRecordError):
    code = "GRAPHQL_PARSE_FAILED"


class ValidationFailed(TaskRecordError):
    """The server does not know what this version of the client asks for: it is older."""

    code = "GRAPHQL_VALIDATION_FAILED"


class BadUserInput(TaskRecordError):
    code = "BAD_USER_INPUT"


class QueryTooCostly(TaskRecordError):
    code = "QUERY_TOO_COSTLY"


class PersistedQueryNotFound(TaskRecordError):
    code = "PERSISTED_QUERY_NOT_FOUND"


class SubscriberFellBehind(TaskRecordError):
    code = "SUBSCRIBER_FELL_BEHIND"


class SwitchedOff(TaskRecordError):
    """The operator of the server has switched this off; the message names the setting."""

    code = "SWITCHED_OFF"


class InternalServerError(TaskRecordError):
    """A fault of the server, whose log has the `request_id`."""

    code = "INTERNAL_SERVER_ERROR"


class UnexpectedAnswer(TaskRecordError):
    """What answered is not this API: the address may be wrong."""

    code = "UNEXPECTED_ANSWER"


class UploadRefused(TaskRecordError):
    """Storage has refused an image."""

    code = "UPLOAD_REFUSED"


class ImageUnavailable(TaskRecordError):
    """The provider does not hand out an image any more."""

    code = "IMAGE_UNAVAILABLE"


class Temporary(TaskRecordError):
    """It may work a little later, and may be sent again: the client does so before it raises this."""


class RateLimited(Temporary):
    code = "RATE_LIMITED"


class Unavailable(Temporary):
    code = "UNAVAILABLE"


class ScannerUnavailable(Temporary):
    code = "SCANNER_UNAVAILABLE"


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
