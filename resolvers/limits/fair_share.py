"""Shares a limited resource, such as connections or bytes of memory and disk, among the users who need it at once."""

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from time import monotonic
from typing import NamedTuple, Self
from uuid import UUID

MAX_WAIT_SECONDS = 5.0
SHARES = 8
"""An owner holds at most one of so many equal parts."""
PART_OF_VISITORS = 2
"""All visitors together hold at most one of so many equal parts: addresses are easier to get than accounts."""


class Visitor(UUID):
    """The address that requests without a token come from, as an owner."""


class Waiter(NamedTuple):
    amount: int
    is_growing: bool
    """Whether it is for a claim that already holds something, for which others may wait."""
    granted: asyncio.Future[None]


class FairShare:
    """
    An amount of `total`. One owner holds at most `each`: an eighth, unless the owners act for many users. An owner who
    needs more waits up to 5 seconds, and then gets the error that `refusal` returns. Growing claims come
    first, since others wait for them to end. Of the waiting owners, the one that holds least is served first; of
    equals, the one served longest ago. So an owner waits only for what others hold, however much they request.

    Visitors are owners, too. All of them together hold at most a half, and users with a token are served before them.
    """

    def __init__(
        self,
        total: float,
        refusal: Callable[[], Exception],
        each: int | None = None,
        uncounted: int = 0,
        visitors: float | None = None,
    ) -> None:
        """A claim of up to `uncounted` holds nothing. `visitors` is what all visitors may hold together."""
        self.free = total
        self.uncounted = uncounted
        self.each = int(total) // SHARES if each is None else each
        self.refusal = refusal
        self.free_for_visitors = max(1, total / PART_OF_VISITORS) if visitors is None else visitors
        self.held: dict[Hashable, int] = {}
        self.waiting: dict[Hashable, deque[Waiter]] = {}

    def claim(self, owner: Hashable) -> "Claim":
        """A claim of the owner's, which holds nothing yet."""
        return Claim(self, owner)

    def take_now(self, owner: Hashable, amount: int = 1) -> None:
        """Hold `amount` until `give_back`; raise the refusal unless it is free."""
        if not self.may_hold(owner, amount) or amount > self.free or self.waiting:
            raise self.refusal()
        self.grant(owner, amount)

    async def take(
        self, owner: Hashable, amount: int = 1, seconds: float = MAX_WAIT_SECONDS, *, is_growing: bool = False
    ) -> None:
        """
        Hold `amount` until `give_back`; raise the refusal unless it is free within `seconds`. `is_growing` marks a
        claim that already holds something. Raises ValueError if it exceeds what one owner may hold.
        """
        if amount > self.each:
            raise ValueError(f"an owner may hold at most {self.each}; {amount} were requested")
        is_free = amount <= self.free and self.may_hold(owner, amount)
        if is_free and (is_growing or not self.waiting):
            self.grant(owner, amount)
            return
        loop = asyncio.get_running_loop()
        waiter = Waiter(amount, is_growing, loop.create_future())
        waiters = self.waiting.setdefault(owner, deque())
        if is_growing:
            waiters.appendleft(waiter)
        else:
            waiters.append(waiter)
        if is_free:
            self.serve()
        timer = loop.call_later(seconds, self.refuse, waiter)
        try:
            await waiter.granted
        except BaseException:
            if waiter.granted.cancelled() or waiter.granted.exception():
                self.withdraw(owner, waiter)
            else:
                self.give_back(owner, amount)
            raise
        finally:
            timer.cancel()

    def refuse(self, waiter: Waiter) -> None:
        """Refuse the waiter, unless it was granted."""
        if not waiter.granted.done():
            waiter.granted.set_exception(self.refusal())

    def give_back(self, owner: Hashable, amount: int = 1) -> None:
        """Give back all or a part of what the owner holds."""
        self.free += amount
        if isinstance(owner, Visitor):
            self.free_for_visitors += amount
        left = self.held[owner] - amount
        if left:
            self.held[owner] = left
        else:
            del self.held[owner]
        if self.waiting:
            if waiters := self.waiting.pop(owner, None):
                self.waiting[owner] = waiters  # behind owners served longer ago
            self.serve()

    def may_hold(self, owner: Hashable, amount: int) -> bool:
        """Whether the owner may hold that much more, once it is free."""
        is_left = not isinstance(owner, Visitor) or amount <= self.free_for_visitors
        return is_left and self.held.get(owner, 0) + amount <= self.each

    def grant(self, owner: Hashable, amount: int) -> None:
        self.free -= amount
        if isinstance(owner, Visitor):
            self.free_for_visitors -= amount
        self.held[owner] = self.held.get(owner, 0) + amount

    def serve(self) -> None:
        """Grant amounts in turn while they are free. The first that is not free blocks later ones."""
        while (owner := self.next_owner()) is not None:
            waiters = self.waiting[owner]
            if waiters[0].amount > self.free:
                return
            waiter = waiters.popleft()
            if not waiters:
                del self.waiting[owner]
            if not waiter.granted.done():
                self.grant(owner, waiter.amount)
                waiter.granted.set_result(None)

    def next_owner(self) -> Hashable | None:
        """The owner to be served next, of those that may hold what they wait for; None if there is none."""
        may_have_it = [owner for owner, waiters in self.waiting.items() if self.may_hold(owner, waiters[0].amount)]
        return min(may_have_it, key=self.precedence, default=None)

    def precedence(self, owner: Hashable) -> tuple[bool, bool, int]:
        return not self.waiting[owner][0].is_growing, isinstance(owner, Visitor), self.held.get(owner, 0)

    def withdraw(self, owner: Hashable, waiter: Waiter) -> None:
        """Remove a cancelled waiter, unless `serve` has done so already."""
        waiters = self.waiting.get(owner, deque())
        if waiter in waiters:
            waiters.remove(waiter)
            if not waiters:
                del self.waiting[owner]
            self.serve()


class Claim:
    """
    What one request, socket or file holds of a share. It grows and shrinks, and is given back when the context ends.
    """

    __slots__ = ("amount", "owner", "share", "waited")

    def __init__(self, share: FairShare, owner: Hashable) -> None:
        self.share, self.owner = share, owner
        self.amount = 0
        self.waited = 0.0
        """Seconds for which it has waited in all; it waits MAX_WAIT_SECONDS at most."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.shrink_to(0)

    def take_now(self, amount: int) -> None:
        """Hold `amount` more; raise the refusal unless it is free."""
        self.share.take_now(self.owner, amount)
        self.amount += amount

    async def grow_to(self, amount: int) -> None:
        """Hold `amount` in all, or as much as one owner may if that is less; raise the refusal as `take` does."""
        if amount <= self.share.uncounted:
            return
        more = min(amount, self.share.each) - self.amount
        if more <= 0:
            return
        began = monotonic()
        await self.share.take(self.owner, more, MAX_WAIT_SECONDS - self.waited, is_growing=self.amount > 0)
        self.waited += monotonic() - began
        self.amount += more

    def moved(self) -> "Claim":
        """Move what this claim holds to a new claim, and return that."""
        other = Claim(self.share, self.owner)
        other.amount, self.amount = self.amount, 0
        return other

    def shrink_to(self, amount: int) -> None:
        """Give back what exceeds `amount`."""
        left = amount if amount > self.share.uncounted else 0
        if self.amount > left:
            self.share.give_back(self.owner, self.amount - left)
            self.amount = left
