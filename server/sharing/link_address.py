"""The addresses of share links."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
ADDRESS = re.compile(r"([\w-]{22})(?:/(p[0-9a-f]{1,14}))?(?:/([1-9]\d?)(?:/(preview|medium|download))?)?", re.ASCII)
PLACE = re.compile(r"p[0-9a-f]{1,14}", re.ASCII)


class LinkAddress(NamedTuple):
    """
    A link's secret. For a link to a board, also the place of a task there, or the place before or after which tasks are
    requested. For a picture, also its number within the task.
    """

    secret: str
    place: datetime | None
    before: datetime | None
    after: datetime | None
    number: int | None
    variant: str | None
    """`preview` or `medium` for a small version of a picture, `download` for a file to save, or None."""

    @property
    def path(self) -> str:
        """The path of the link's page, or of the page of a task on a board."""
        return f"/s/{self.secret}" + (f"/{place_name(self.place)}" if self.place else "")


def read_address(path: str, before: str | None, after: str | None) -> LinkAddress | None:
    """Parse the path after `/s/` and its query. Return None when it is not the address of a link."""
    named = ADDRESS.fullmatch(path)
    if named is None or not all(PLACE.fullmatch(one) for one in (before, after) if one is not None):
        return None
    secret, place, number, variant = named.groups()
    if len([one for one in (place, before, after) if one]) > 1:
        return None
    return LinkAddress(
        secret, read_place(place), read_place(before), read_place(after), int(number or 0) or None, variant
    )


def place_name(added_at: datetime) -> str:
    """Return the name of a board's task in addresses: the microsecond when it was added, in hexadecimal."""
    return f"p{(added_at - EPOCH) // MICROSECOND:x}"


def read_place(name: str | None) -> datetime | None:
    return EPOCH + int(name[1:], 16) * MICROSECOND if name else None
