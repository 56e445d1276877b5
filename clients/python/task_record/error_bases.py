"""The base classes of all exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


class TaskRecordError(Exception):
    """A request failed. `code` is the reason for programs, the message the reason for people."""

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
        fields: Sequence[Sequence[str]] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        """The path of the invalid input field, if there is one."""
        self.fields = fields or ([field] if field else [])
        """The paths of all invalid input fields."""
        self.details = details
        """Data for programs, such as a limit and how much of it is used."""
        self.retry_after = retry_after
        """Seconds after which the server asks the client to retry."""
        self.request_id = request_id
        """The id of the request in the server's log."""
        if code:
            self.code = code  # type: ignore[misc]


class Refused(TaskRecordError):
    """A mutation was refused and changed nothing. Retrying it has the same result."""


class Temporary(TaskRecordError):
    """The request may succeed later. The client has retried it before it raises this."""
