import base64
import binascii
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

VERSION = 1
DECIMAL = re.compile(r"-?\d{1,40}(\.\d{1,40})?", re.ASCII)
Value = datetime | Decimal | int


class InvalidCursor(ValueError):
    """This cursor was not made for this list: take one from a page with the same order and filter fields."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Cursor(NamedTuple):
    """
    The position of a row in an ordered list: the value that orders the row, and its id.

    Clients treat it as opaque. It is base64url of a JSON array: version, kind, value (an instant with microseconds, a
    number, a decimal as text, or null) and id. `kind` names the list's order and filter fields, such as `created_at
    desc status`: in a list of another kind, the cursor would mean another position.
    """

    value: Value | None
    id: UUID

    def encode(self, kind: str) -> str:
        """The text for clients."""
        match self.value:
            case datetime():
                value: str | int | None = self.value.isoformat()
            case Decimal():
                value = f"{self.value:f}"
            case _:
                value = self.value
        document = json.dumps([VERSION, kind, value, str(self.id)], separators=(",", ":"))
        return base64.urlsafe_b64encode(document.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, cursor: str, kind: str, of: type[Value], bits: int = 32, *, nullable: bool = False) -> "Cursor":
        """
        Return the cursor that `encode` wrote with this `kind`. Its value is of the type `of`, an integer of up to
        `bits` bits, or None if `nullable`. Raises InvalidCursor for any other text.
        """
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            document = base64.b64decode(padded, altchars=b"-_", validate=True)
            version, made_for, value, row_id = json.loads(document)
            if version != VERSION or made_for != kind:
                raise InvalidCursor
            return cls(None if value is None and nullable else cls.read_value(value, of, bits), UUID(row_id))
        except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
            raise InvalidCursor from None

    @staticmethod
    def read_value(value: object, of: type[Value], bits: int) -> Value:
        """Return the value in JSON as an instant in UTC, a decimal, or an integer of up to `bits` bits."""
        if of is datetime and isinstance(value, str):
            instant = datetime.fromisoformat(value)
            if instant.tzinfo is not None:
                return instant.astimezone(UTC)
        if of is Decimal and isinstance(value, str) and DECIMAL.fullmatch(value):
            return Decimal(value)
        if of is int and type(value) is int and abs(value) < 2 ** (bits - 1):
            return value
        raise InvalidCursor
