"""The scope of a statement, which is the second argument of `Context.rows`: whose rows it reads, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from models.administration.audit_record import AuditAction


@dataclass(frozen=True, slots=True)
class NewEntry:
    """
    An entry of the audit. `user_id` is the user whose data it concerned, None for all users; `count` is the number of
    tasks, users or credits. The detail has no text that users wrote except the reason of a grant.
    """

    action: AuditAction
    user_id: UUID | None
    count: int
    detail: str


Recorded: TypeAlias = Callable[[list[Any]], NewEntry | None]
"""Returns the audit entry of a reading that found these rows; None if all of them are the caller's own."""


def read_by_service(_: list[Any]) -> None:
    """The audit records no reading by a back end of its users' rows. Any other caller is refused."""


def recorded_already(_: list[Any]) -> None:
    """For `AsService.further` alone."""


@lru_cache
def read_of_user(action: AuditAction, what: str) -> Recorded:
    """
    An audit entry of the number of rows found; it names the user if all are of one, and `what` they are. Equal
    arguments return the same function, so that `Context.load` reads at once.
    """

    def recorded(rows: list[Any]) -> NewEntry | None:
        users = {row.user_id for row in rows}
        return NewEntry(action, users.pop() if len(users) == 1 else None, len(rows), what) if users else None

    return recorded


class ById(NamedTuple):
    """Reads the rows that a statement names by id, as the caller may: a user their own, a back end anybody's."""

    at_most: int
    """The number of ids."""
    is_of_all: bool = False
    """Whether they may be of webhooks of all users, which may be found more than once."""


class AsService(NamedTuple):
    """Reads others' rows as `service_role`, for a caller whose right to it was checked, with an entry in the audit."""

    of: UUID | ById | None
    """The user whose rows are read, `ById` for anybody's, or None for all users'."""
    recorded: Recorded
    now: bool = False
    """Whether rows of all users are current; otherwise they may be a moment old."""

    @property
    def user(self) -> UUID | None:
        """The user whose rows are read, if they are one user's."""
        return self.of if isinstance(self.of, UUID) else None

    @property
    def further(self) -> "AsService":
        """Reads more of what is recorded already, such as the number of rows of a list after one of its pages."""
        return self._replace(recorded=recorded_already)


class Totals(NamedTuple):
    """
    Reads, as `service_role`, what belongs to no single user: totals over all users, and administration's own records.
    The audit has no entry of it. The caller's right to it must have been checked.
    """

    now: bool = False
    """Whether the result is current; otherwise it may be a moment old."""


class ThroughBoards(NamedTuple):
    """Reads what is on the caller's boards; for a back end, on any board. Users see others' rows in no other way."""

    owner: UUID | None = None
    """A user whose rows are stored with the board's, for a back end; None for the caller."""


ReadScope: TypeAlias = UUID | ById | AsService | Totals | ThroughBoards | None
"""A user, for that user's rows as the caller may see them; None for the caller's own."""
