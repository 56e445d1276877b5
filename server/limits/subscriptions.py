import asyncio
from collections import Counter
from uuid import UUID

from resolvers.access import Caller
from server.http.refusals import RateLimited

RETRY_AFTER = 10


class Subscriptions:
    """
    The number of subscriptions that each user has in this process, over WebSockets and as events.

    `stopping` is set when the process is about to end, which ends the event streams; WebSockets are closed then.
    """

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self.by_user: Counter[UUID] = Counter()
        self.stopping = asyncio.Event()

    def enter(self, caller: Caller) -> None:
        """Count one more of the user's; RateLimited when they have as many as they may."""
        if self.by_user[caller.id] >= self.at_most:
            raise RateLimited(
                f"A user may have {self.at_most} subscriptions at once (MAX_SUBSCRIPTIONS_PER_USER); end one first.",
                RETRY_AFTER,
            )
        self.by_user[caller.id] += 1

    def leave(self, caller: Caller) -> None:
        """Count one less."""
        self.by_user[caller.id] -= 1
        if not self.by_user[caller.id]:
            del self.by_user[caller.id]
