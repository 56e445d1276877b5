import base64
import binascii
import json
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Select, Uuid, bindparam, literal_column, tuple_
from sqlalchemy.orm import Mapped

VERSION = 1


class InvalidCursor(ValueError):
    """This cursor was not made for this list: take one from a page with the same order and filter fields."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Cursor(NamedTuple):
    """
    A place in an order: the value a row is ordered by, and its id.

    To clients it is opaque. It is base64url of a JSON array: version, kind, value (an instant with its
    microseconds, a number, or null) and id. `kind` says in which order and under which filter fields the
    place was taken, for example `created_at desc status`: elsewhere it would mean another place.
    """

    value: datetime | int | None
    id: UUID

    def encode(self, kind: str) -> str:
        """The cursor as clients see it."""
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        document = json.dumps([VERSION, kind, value, str(self.id)], separators=(",", ":"))
        return base64.urlsafe_b64encode(document.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, cursor: str, kind: str, of: type[datetime] | type[int], bits: int = 32) -> "Cursor":
        """
        What `encode` was given: a value `of` this type, a number of up to `bits`. InvalidCursor for all else, and for
        another `kind`.
        """
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            document = base64.b64decode(padded, altchars=b"-_", validate=True)
            version, made_for, value, row_id = json.loads(document)
            if version != VERSION or made_for != kind:
                raise InvalidCursor
            return cls(cls.read_value(value, of, bits), UUID(row_id))
        except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            raise InvalidCursor from None

    @staticmethod
    def read_value(value: object, of: type[datetime] | type[int], bits: int) -> datetime | int | None:
        """A value from JSON: an instant, in UTC, or a number of so many bits or null. InvalidCursor for all else."""
        if of is datetime and isinstance(value, str):
            instant = datetime.fromisoformat(value)
            if instant.tzinfo is not None:
                return instant.astimezone(UTC)
        if of is int and (value is None or (type(value) is int and abs(value) < 2 ** (bits - 1))):
            return value
        raise InvalidCursor


START = tuple_(bindparam("start_value", type_=DateTime(timezone=True)), bindparam("start_id", type_=Uuid))


def newest_first(
    rows: Select[Any], place: tuple[Mapped[Any], Mapped[Any]], limit: int, *, is_from: bool, backwards: bool
) -> Select[Any]:
    """
    Up to `limit` of the rows by their `place`, time and id, the newest first, or backwards; with `is_from` those after
    the place of which `start_value` and `start_id` are bound.
    """
    if is_from:
        rows = rows.where(tuple_(*place) > START if backwards else tuple_(*place) < START)
    return rows.order_by(*(one.asc() if backwards else one.desc() for one in place)).limit(literal_column(str(limit)))
