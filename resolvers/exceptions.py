"""
Expected failures, whose messages clients read; all others are masked and logged. The docstring is the message.

- `Refusal` is the base: a message and a code.
- `InputRefusal` of a mutation is one of the `errors` in its payload.
- `FieldRefusal` of a field is one of the answer's `errors`.
- `QueryTooCostly` refuses a document before anything of it is executed.
- `HttpRefusal` refuses a request (server/requests/refusals.py).

A refusal is declared with its subject, for example in boards/board_errors.py. Here are the bases, and the refusals of
several subjects or of none.
"""

from collections.abc import Sequence
from errno import EDQUOT, ENOSPC
from inspect import cleandoc
from typing import Any, ClassVar, Self


class ErrorCode(str):
    """A code by which programs distinguish errors. Each is declared once, with its only class or below."""

    declared: ClassVar[dict[str, Self]] = {}

    def __new__(cls, code: str, meaning: str, *, is_temporary: bool = False) -> Self:
        """`meaning` is its description in the API. With `is_temporary`, a client may send the request again later."""
        if code in cls.declared:
            raise TypeError(f"The code {code} is declared twice.")
        self = cls.declared[code] = super().__new__(cls, code)
        self.meaning, self.is_temporary = meaning, is_temporary
        return self

    meaning: str
    is_temporary: bool


INVALID = ErrorCode("INVALID", "The value is not acceptable; the message says what is.")
NOT_FOUND = ErrorCode("NOT_FOUND", "The object does not exist, or is not the caller's.")
CONFLICT = ErrorCode(
    "CONFLICT",
    "The id is taken, or the object's state does not allow the change: a failed task cannot be completed.",
)
TOO_LARGE = ErrorCode("TOO_LARGE", "The image is larger than the plan allows, or there are too many images for a ZIP.")
PLAN_LIMIT = ErrorCode("PLAN_LIMIT", "The caller's plan does not include this.")
QUOTA_EXCEEDED = ErrorCode(
    "QUOTA_EXCEEDED",
    "A limit is reached: of the plan's monthly tasks or storage, or of the user's open uploads, prepared exports, "
    "webhooks, share links or boards. A board also limits members, invitations and tasks.",
)
FORBIDDEN = ErrorCode(
    "FORBIDDEN",
    "The caller may not do this, for example end a task that a back end recorded, or change a board as a viewer.",
)
UNAUTHENTICATED = ErrorCode("UNAUTHENTICATED", "There is no valid token.")
PARSE_FAILED = ErrorCode("GRAPHQL_PARSE_FAILED", "The document is not GraphQL.")
VALIDATION_FAILED = ErrorCode("GRAPHQL_VALIDATION_FAILED", "The document does not fit the schema of this server.")
BAD_USER_INPUT = ErrorCode("BAD_USER_INPUT", "An argument or a variable is not acceptable.")
QUERY_TOO_COSTLY = ErrorCode(
    "QUERY_TOO_COSTLY", "The document, what it asks for, or the time it takes exceeds a limit; the message says which."
)
UNAVAILABLE = ErrorCode(
    "UNAVAILABLE",
    "The database or storage does not answer, or the server is busy. The message says whether anything was done.",
    is_temporary=True,
)
INTERNAL_SERVER_ERROR = ErrorCode("INTERNAL_SERVER_ERROR", "A fault of the server, whose log has the request id.")

RETRY_AFTER_SECONDS = 5
"""Seconds after which a client may repeat a request that a busy server refused."""


class Refusal(Exception):
    """An expected failure. The message is `message`, or the docstring with `values` in place of `{names}`."""

    code: ClassVar[ErrorCode]
    limit: str | None = None
    """The exceeded limit, for the metrics: the name of a setting, or of a limit without a setting."""

    def __init__(self, message: str | None = None, **values: object) -> None:
        self.message = message or cleandoc(self.__doc__ or "").format(**values)
        super().__init__(self.message)

    @property
    def extensions(self) -> dict[str, object]:
        """The error's `extensions` in an answer; graphql-core reads this attribute."""
        return {"code": self.code}

    @property
    def error(self) -> dict[str, object]:
        """The refusal as a GraphQL error, for the answer's `errors`."""
        return {"message": self.message, "extensions": self.extensions}


class InputRefusal(Refusal):
    """A mutation is refused, and nothing has changed. `field` is the path to the input field at fault."""

    code = INVALID
    field: Sequence[str] | None = None

    def __init__(self, *, field: Sequence[str] | None = None, **values: object) -> None:
        super().__init__(None, **values)
        self.field = field or self.field
        self.values: dict[str, Any] = values

    @property
    def details(self) -> dict[str, Any] | None:
        """What a program needs to act on the refusal, as JSON; None if there is nothing to add."""
        return None


class QuotaExceeded(InputRefusal):
    """The user has used up the `limit` of something, so one more is refused."""

    code = QUOTA_EXCEEDED
    quota: str
    """The quota's name: that of a plan's limit, or of the things counted."""

    @property
    def details(self) -> dict[str, Any]:
        return {"limit": self.quota, "maximum": self.values["limit"], "used": self.values["used"]}


class IdInTheWay(InputRefusal):
    """The object with this `id` does not allow the change."""

    code = CONFLICT
    named: str
    """The name of the id in `details`."""

    @property
    def details(self) -> dict[str, Any]:
        return {self.named: str(self.values["id"])}


class TaskInTheWay(InputRefusal):
    """The state of `task`, or the input it was recorded with, does not allow the change."""

    code = CONFLICT
    field = ("input", "id")

    @property
    def details(self) -> dict[str, Any] | None:
        task = self.values.get("task")
        return {"taskId": str(task.id), "status": task.status.upper()} if task else None


class InvalidInput(InputRefusal):
    """{reason}"""


class InvalidInputs(Refusal):
    """Several inputs are at fault."""

    code = INVALID

    def __init__(self, refusals: Sequence[InputRefusal]) -> None:
        super().__init__()
        self.refusals = refusals


class NotFound(InputRefusal):
    """There is no such thing."""

    code = NOT_FOUND


class TaskNotFound(NotFound):
    """There is no such task."""

    field = ("input", "id")


class UserNotFound(InputRefusal):
    """There is no such user."""

    field = ("input", "userId")


class OnlyServiceEnds(InputRefusal):
    """Only a back end may start and end the task {task_id}; it can be deleted once it has ended."""

    code = FORBIDDEN
    field = ("input", "id")

    @property
    def details(self) -> dict[str, Any]:
        return {"taskId": str(self.values["task_id"])}


class BoardNotFound(NotFound):
    """There is no such board, or you are not a member of it."""


class FieldRefusal(Refusal):
    """A field is refused: it is null, and the answer's `errors` say why."""


class TaskTypeNotInPlan(InputRefusal):
    """The plan {plan} does not include {task_type} tasks; it includes {included}."""

    code = PLAN_LIMIT
    field = ("input", "taskType")


class Forbidden(FieldRefusal):
    """This needs a role that the token does not give."""

    code = FORBIDDEN


class BadUserInput(FieldRefusal):
    """An argument of a query is not acceptable."""

    code = BAD_USER_INPUT


class NoDiskLeft(FieldRefusal):
    """The server has no disk space left for the upload. Nothing has changed: send it again a little later."""

    code = UNAVAILABLE

    @staticmethod
    def is_why(error: BaseException | None) -> bool:
        """Whether the error says that TMPDIR, where uploads wait, is full."""
        return isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT)


class DatabaseUnavailable(FieldRefusal):
    """The database cannot be reached; whether this was done is unknown. Send it again a little later."""

    code = UNAVAILABLE


class Busy(FieldRefusal):
    """The server is busy: no {what} was free for 5 seconds. Send it again in {retry_after} seconds."""

    code = UNAVAILABLE

    def __init__(self, what: str) -> None:
        super().__init__(what=what, retry_after=RETRY_AFTER_SECONDS)

    @property
    def extensions(self) -> dict[str, object]:
        return {**super().extensions, "retryAfter": RETRY_AFTER_SECONDS}


class Undone(FieldRefusal):
    """Another request was changing the same data, so PostgreSQL rolled this one back. Send it again."""

    code = UNAVAILABLE


class StatementTooSlow(FieldRefusal):
    """PostgreSQL canceled a statement that took too long (statement_timeout). Ask for less at once."""

    code = QUERY_TOO_COSTLY
    limit = "STATEMENT_TIMEOUT"


class QueryTooCostly(Refusal):
    """A document or operation asks for too much. The message names the limit."""

    code = QUERY_TOO_COSTLY

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit
