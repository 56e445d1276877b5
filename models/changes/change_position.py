import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import NamedTuple, Self
from uuid import UUID

from models.cursor import InvalidCursor

VERSION = 1
MAX_CURSOR_LENGTH = 8_192
"""Characters; a place takes about 50."""
ORIGIN = re.compile(r"[0-9a-f]{16}")


class ReadSoFar(NamedTuple):
    """A place in a numbering: the last number read, and the last number that existed at the beginning."""

    number: int
    at_begin: int

    @property
    def misses_nothing_from(self) -> int:
        """
        The number up to which deletions may be forgotten. The reader has read each task after `at_begin` was numbered,
        and so before a deletion with a greater number.
        """
        return max(self)


@dataclass(frozen=True, slots=True)
class ChangePosition:
    """How far a reader has read the changes: a place for each origin of numbers."""

    user_id: UUID | None
    """The user whose changes are read; None for all users."""
    places: dict[str, ReadSoFar]

    def at(self, origin: str, place: ReadSoFar) -> "ChangePosition":
        return ChangePosition(self.user_id, {**self.places, origin: place})

    def encode(self) -> str:
        """The cursor: base64url of a JSON array of version, list, user and places."""
        user = self.user_id and str(self.user_id)
        document = json.dumps([VERSION, "changes", user, self.places], separators=(",", ":"))
        return base64.urlsafe_b64encode(document.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, cursor: str, user_id: UUID | None) -> Self:
        """Return the position that `encode` wrote for the same user. Raises InvalidCursor for any other text."""
        if len(cursor) > MAX_CURSOR_LENGTH:
            raise InvalidCursor
        try:
            document = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            version, kind, user, places = json.loads(document)
            if [version, kind, user] != [VERSION, "changes", user_id and str(user_id)]:
                raise InvalidCursor
            if not all(map(ORIGIN.fullmatch, places)):
                raise InvalidCursor
            return cls(user_id, {origin: read_place(*numbers) for origin, numbers in places.items()})
        except (binascii.Error, ValueError, TypeError, AttributeError, RecursionError):
            raise InvalidCursor from None


def read_place(number: object, at_begin: object) -> ReadSoFar:
    """Return the place of two numbers in JSON. Raises InvalidCursor for other values."""
    for one in (number, at_begin):
        if type(one) is not int or not 0 <= one < 2**63:
            raise InvalidCursor
    return ReadSoFar(number, at_begin)  # type: ignore[arg-type]
