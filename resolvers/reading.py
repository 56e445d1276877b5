"""Whose rows a statement reads, and on whose behalf: the second argument of `Context.rows`."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from models.administration.audit_record import AuditAction


class AuditNote(NamedTuple):
    """What the audit says of a reading: the user whose tasks were read, None for all users; how many; and which."""

    user_id: UUID | None
    tasks: int
    detail: str
    action: AuditAction = AuditAction.READ_TASKS


Recorded: TypeAlias = Callable[[list[Any]], AuditNote | None]
"""Returns what the audit says of a reading that has found these rows; None for nothing."""


def not_recorded(_: list[Any]) -> None:
    """For a reading of which the audit says nothing."""


class ById(NamedTuple):
    """Reads the rows that a statement names by id, as the caller may: a user their own, a back end anybody's."""

    at_most: int
    """How many ids there are."""
    is_of_all: bool = False
    """Whether they may be of webhooks of all users, which may be found more than once."""


class AsService(NamedTuple):
    """Reads with the rights of `service_role`, for a caller whose right to it must have been checked."""

    of: UUID | ById | None
    """The user whose rows are read, or `ById` anybody's, or None for those of all users."""
    recorded: Recorded
    now: bool = False
    """Whether rows of all users are read as they are; otherwise as they were a moment ago, at most."""

    @property
    def user(self) -> UUID | None:
        """The user whose rows are read, if they are one user's."""
        return self.of if isinstance(self.of, UUID) else None

    @property
    def further(self) -> "AsService":
        """For reading more of what has been recorded already."""
        return self._replace(recorded=not_recorded)


OF_ALL, OF_ALL_NOW = AsService(None, not_recorded), AsService(None, not_recorded, now=True)
"""Read totals, and what else concerns all users, for an administrator or a back end."""
Whose: TypeAlias = UUID | ById | AsService | None
"""A user, for that user's rows as the caller may see them; None for the caller's own."""
