import asyncio
from collections.abc import Hashable
from time import monotonic

from models.shares import Shares


class Turns(Shares):
    """
    Turns at work that blocks the event loop for milliseconds, such as parsing a large body or a new document: one at a
    time, the users in turn. After each the next waits for as long as it took, in which other requests are answered.
    """

    def __init__(self) -> None:
        super().__init__(1, 1)
        self.began = self.next_begins = 0.0

    async def take(self, owner: Hashable, amount: int = 1) -> None:
        await super().take(owner, amount)
        try:
            await asyncio.sleep(max(self.next_begins - monotonic(), 0))
        except BaseException:
            super().give_back(owner, amount)
            raise
        self.began = monotonic()

    def give_back(self, owner: Hashable, amount: int = 1) -> None:
        ended = monotonic()
        self.next_begins = ended + (ended - self.began)
        super().give_back(owner, amount)
