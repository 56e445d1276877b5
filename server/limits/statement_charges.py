import asyncio
from math import ceil
from time import monotonic
from uuid import UUID

from models.background import begin
from server.limits.rate_limits import RateLimits, cost_of_statement, limit_reached
from server.observation.request_notes import NOTES


class StatementCharges:
    """
    Charges the payer of a request, a user or a visitor, for the time that PostgreSQL takes for its statements. When
    the payer's limit is used up, further statements are refused, including those of the same request.
    """

    def __init__(self, rate_limits: RateLimits) -> None:
        self.rate_limits = rate_limits
        self.charged: dict[UUID, asyncio.Task[float]] = {}
        """
        The payers who are being charged or refused, each with the time until which they are refused, or 0. It is empty
        most of the time, since few statements cost anything.
        """

    def charge(self, seconds: float) -> None:
        """Charge the payer of the request being answered for a statement that took `seconds`."""
        payer = payer_of_request()
        if self.rate_limits.cost is None or payer is None:
            return
        before = self.charged.get(payer)
        charging = begin("charges", self.add(payer, ceil(cost_of_statement(seconds)), before))
        self.charged[payer] = charging
        charging.add_done_callback(lambda _: self.forget(payer, charging))

    async def add(self, payer: UUID, units: int, before: asyncio.Task[float] | None) -> float:
        """Charge the payer, after the charge `before`. Return the time until which they are refused, or 0."""
        if before:
            await before
        limit = self.rate_limits.cost
        if limit is None:
            return 0
        count, remaining = await self.rate_limits.add(("cost", payer), units, limit.seconds)
        return monotonic() + remaining if count > limit.amount else 0

    def forget(self, payer: UUID, charged: asyncio.Task[float]) -> None:
        """Delete a charge, unless a later one replaced it, as soon as the payer is no longer refused for it."""
        if self.charged.get(payer) is not charged:
            return
        seconds = 0 if charged.cancelled() or charged.exception() else charged.result() - monotonic()
        if seconds > 0:
            asyncio.get_running_loop().call_later(seconds, self.forget, payer, charged)
        else:
            del self.charged[payer]

    async def check(self) -> None:
        """Raise RateLimited if the payer of the request being answered has used up their limit by statements."""
        limit, payer = self.rate_limits.cost, payer_of_request()
        if limit is None or payer is None or (charged := self.charged.get(payer)) is None:
            return
        remaining = await asyncio.shield(charged) - monotonic()
        if remaining > 0:
            raise limit_reached(limit, "cost", "COST_PER_USER", remaining)


def payer_of_request() -> UUID | None:
    notes = NOTES.get()
    return notes.payer if notes else None
