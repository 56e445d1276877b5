"""What the exceptions of all codes are: something was not done."""

from __future__ import annotations

from collections.abc import Sequence
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


class Temporary(TaskRecordError):
    """It may work a little later, and may be sent again: the client does so before it raises this."""
