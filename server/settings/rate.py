import re
from typing import NamedTuple, Self

UNITS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "month": 30 * 86_400, "year": 360 * 86_400}
"""The seconds of each unit of time."""
RATE = re.compile(rf"(\d+)\s*(?:/|per)\s*([1-9]\d*)?\s*({'|'.join(UNITS)})s?", re.ASCII | re.IGNORECASE)


class Rate(NamedTuple):
    """A maximal amount in a period of so many seconds, which `period` names: `1 minute`."""

    amount: int
    seconds: int
    period: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the rate that a text such as `1200/minute` or `5 per 2 hours` means; ValueError for any other text."""
        found = RATE.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is not a rate")
        amount, number, unit = int(found[1]), int(found[2] or 1), found[3].lower()
        return cls(amount, number * UNITS[unit], f"{number} {unit}")
