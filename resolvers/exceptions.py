"""What may be expected to go wrong. A class's docstring is its message; all else is masked and logged."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar


class UserErrorCode(StrEnum):
    INVALID = "INVALID"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    INVALID_IMAGE = "INVALID_IMAGE"
    TOO_LARGE = "TOO_LARGE"
    PLAN_LIMIT = "PLAN_LIMIT"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"


class Refusal(Exception):
    """A mutation is refused: one of the `errors` in its payload. `field` is the path to what is at fault."""

    code: ClassVar[UserErrorCode] = UserErrorCode.INVALID
    field: Sequence[str] | None = None

    def __init__(self, *, field: Sequence[str] | None = None, **values: Any) -> None:
        self.field = field or self.field
        self.message = (self.__doc__ or "").strip().format(**values)
        super().__init__(self.message)


class InvalidInput(Refusal):
    """{reason}"""


class InputErrors(Exception):
    """Several inputs are at fault at once."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals


class TaskNotFound(Refusal):
    """There is no such task."""

    code = UserErrorCode.NOT_FOUND
    field = ("input", "id")


class TasksNotFound(Refusal):
    """There is no such task as {ids}. None was deleted."""

    code = UserErrorCode.NOT_FOUND
    field = ("input", "ids")


class UserNotFound(Refusal):
    """There is no such user."""

    field = ("input", "userId")


class UploadNotFound(Refusal):
    """There is no such upload, or it has expired. Ask for one with `createImageUpload`."""

    code = UserErrorCode.NOT_FOUND


class TaskIdTaken(Refusal):
    """This id belongs to a task recorded with another input. Choose a new UUID, or repeat the first input."""

    code = UserErrorCode.CONFLICT
    field = ("input", "id")


class TaskNotPending(Refusal):
    """The task is {status} already; only a pending task can be started."""

    code = UserErrorCode.CONFLICT
    field = ("input", "id")


class TaskEnded(Refusal):
    """The task has {status} already, and that is final."""

    code = UserErrorCode.CONFLICT
    field = ("input", "id")


class ImageRefused(Refusal):
    """{reason}"""

    code = UserErrorCode.INVALID_IMAGE


class ImageTooLarge(Refusal):
    """The image has {size:,} bytes; the plan {plan} allows {limit:,} bytes an image."""

    code = UserErrorCode.TOO_LARGE


class TaskTypeNotInPlan(Refusal):
    """The plan {plan} does not include {task_type} tasks; it includes {included}."""

    code = UserErrorCode.PLAN_LIMIT
    field = ("input", "taskType")


class TasksUsedUp(Refusal):
    """The plan {plan} allows {limit:,} tasks a month, and all of them are used."""

    code = UserErrorCode.QUOTA_EXCEEDED


class StorageUsedUp(Refusal):
    """
    The plan {plan} allows {limit:,} bytes of images, and {used:,} are used; this image would add {added:,}.
    """

    code = UserErrorCode.QUOTA_EXCEEDED


class RequestError(Exception):
    """An error of the whole field, told with a code among the response's `errors`."""

    code: ClassVar[str]

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)
        self.extensions = {"code": self.code}


class Forbidden(RequestError):
    """This needs a role that the token does not give."""

    code = "FORBIDDEN"


class BadUserInput(RequestError):
    """An argument of a query is not acceptable."""

    code = "BAD_USER_INPUT"


class NoImagesNow(RequestError):
    """Images cannot be scanned for viruses at the moment, so none is taken. Nothing has changed: try again later."""

    code = "SCANNER_UNAVAILABLE"


class SubscriberFellBehind(RequestError):
    """More changes came than this subscription took. Subscribe again, and read what was missed."""

    code = "SUBSCRIBER_FELL_BEHIND"


class TokenExpired(RequestError):
    """The token has expired. Subscribe again with a new one."""

    code = "UNAUTHENTICATED"
