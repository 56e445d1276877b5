"""Whose rows a statement reads, and on whose behalf: the second argument of `Context.rows`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from models.administration.audit_record import AuditAction


@dataclass(frozen=True, slots=True)
class AuditNote:
    """
    What the audit says of an action or a reading: which it is; the user whose data it concerned, None for all users;
    how many tasks, users or credits; and a note. The note has no text that a user has written, but a grant's reason.
    """

    action: AuditAction
    user_id: UUID | None
    count: int
    detail: str


Recorded: TypeAlias = Callable[[list[Any]], AuditNote | None]
"""Returns what the audit says of a reading that has found these rows; None when they are nobody's but the caller's."""


def daily_work(_: list[Any]) -> None:
    """For what a back end reads of its users, day in, day out. Any other caller is refused it."""


def recorded_already(_: list[Any]) -> None:
    """For `AsService.further` alone."""


@lru_cache
def read_of_user(action: AuditAction, what: str) -> Recorded:
    """
    Says of a reading that it has found so many rows of one user, of all users when they are of several, and `what` they
    are; nothing if there are none. Equal arguments return the same function, so that `Context.load` reads at once.
    """

    def recorded(rows: list[Any]) -> AuditNote | None:
        users = {row.user_id for row in rows}
        return AuditNote(action, users.pop() if len(users) == 1 else None, len(rows), what) if users else None

    return recorded


class ById(NamedTuple):
    """Reads the rows that a statement names by id, as the caller may: a user their own, a back end anybody's."""

    at_most: int
    """How many ids there are."""
    is_of_all: bool = False
    """Whether they may be of webhooks of all users, which may be found more than once."""


class AsService(NamedTuple):
    """
    Reads others' rows with the rights of `service_role`, for a caller whose right to it must have been checked. What
    the audit says of that must be given.
    """

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
        """For reading more of what has been recorded already, such as how many rows a list has of which a page was."""
        return self._replace(recorded=recorded_already)


class Totals(NamedTuple):
    """
    Reads, with the rights of `service_role`, what is no single user's: totals over all users, and what administration
    itself has noted. The audit says nothing of it. The caller's right to it must have been checked.
    """

    now: bool = False
    """Whether it is read as it is; otherwise as it was a moment ago, at most."""


class ThroughBoards(NamedTuple):
    """
    Reads, as the caller may, what is on the boards of which they are a member; a back end, what is on any board. In no
    other way does a user see others' rows.
    """

    owner: UUID | None = None
    """A user whose rows are beside the board's, for a back end; None for the caller."""


ReadScope: TypeAlias = UUID | ById | AsService | Totals | ThroughBoards | None
"""A user, for that user's rows as the caller may see them; None for the caller's own."""
