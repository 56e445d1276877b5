from collections.abc import Hashable

from models.shares import Shares

VALUE = 200
"""Bytes that a value of JSON takes in Python beside its text: an empty list takes 80, an object of one member 250."""
LIGHT = 64 * 1024
"""Bytes that are not counted, since the number of a user's requests is limited as well."""


class Memory(Shares):
    """
    The bytes of memory that this process has for what clients send. A request takes all it needs at once: requests that
    hold some and wait for more might wait for each other for ever.
    """

    def __init__(self, largest: int) -> None:
        """`largest` is the size of the largest text in bytes. One user may take that much, all together twice."""
        super().__init__(2 * largest, largest)

    async def take(self, owner: Hashable, amount: int = 1) -> None:
        """Wait for `amount` bytes, or for all that one owner may have if that is less, and hold them."""
        if amount > LIGHT:
            await super().take(owner, min(amount, self.each))

    def give_back(self, owner: Hashable, amount: int = 1) -> None:
        if amount > LIGHT:
            super().give_back(owner, min(amount, self.each))


def number_of_values(text: bytes | str) -> int:
    """Return how many values the JSON holds at most: commas and brackets inside of its strings are counted, too."""
    if isinstance(text, str):
        return text.count(",") + text.count("[") + text.count("{")
    return text.count(b",") + text.count(b"[") + text.count(b"{")


def weight(text: bytes | str) -> int:
    """Return the bytes of memory that the JSON takes, as text and as Python values."""
    return len(text) + VALUE * number_of_values(text)
