from collections.abc import Hashable

from models.shares import Shares

VALUE = 200
"""Bytes that a value of JSON takes in Python beside its text: an empty list takes 80, an object of one member 250."""
LIGHT = 64 * 1024
"""Bytes that need not be counted: a user has so many requests at once, and no more."""


class Memory(Shares):
    """
    Bytes of memory for what clients send, in this process. Who takes some must not wait for more before giving it
    back.
    """

    def __init__(self, largest: int) -> None:
        """Twice `largest`, the bytes of the largest text, of which one user has half."""
        super().__init__(2 * largest, largest)

    async def take(self, owner: Hashable, amount: int = 1) -> None:
        """Wait for so many bytes, or the owner's whole part where that is less, and have them until given back."""
        if amount > LIGHT:
            await super().take(owner, min(amount, self.each))

    def give_back(self, owner: Hashable, amount: int = 1) -> None:
        if amount > LIGHT:
            super().give_back(owner, min(amount, self.each))


def number_of_values(text: bytes | str) -> int:
    """How many values JSON may have at most. Strings that hold commas and brackets count as more."""
    if isinstance(text, str):
        return text.count(",") + text.count("[") + text.count("{")
    return text.count(b",") + text.count(b"[") + text.count(b"{")


def weight(text: bytes | str) -> int:
    """The bytes that JSON takes, as a text and as values."""
    return len(text) + VALUE * number_of_values(text)
