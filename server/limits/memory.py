from collections.abc import Hashable

from models.shares import Shares

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
