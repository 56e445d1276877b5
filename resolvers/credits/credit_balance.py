from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.credits.credit_entry_list import CreditEntryList
from models.credits.credit_statements import BALANCE, BALANCE_NOW, BALANCES, ENTRIES, EXPIRING, CreditEntryRow
from resolvers.context import Context
from resolvers.paging import ListPage, Window, list_page


@dataclass(frozen=True, slots=True)
class CreditBalance:
    """What a user may spend and what is held for their tasks; of the rest, what the context's caller may see."""

    context: Context
    user_id: UUID
    available: int
    held: int

    async def expiring(self, before: datetime) -> int:
        """How much of what is available expires before then. One statement."""
        [found] = await self.context.rows(EXPIRING.bind(user_id=self.user_id, before=before))
        return found.credits

    async def entries(self, window: Window) -> ListPage[CreditEntryRow]:
        """Changes, newest first. One statement."""
        return await list_page(self.context, CreditEntryList(self.user_id), window)


async def credit_balance(context: Context, user_id: UUID) -> CreditBalance:
    """
    A user's credits, which the context's caller may see. One statement, unless something is due, which then expires
    before it is told.
    """
    context = context.of(user_id)
    [last] = await context.rows(BALANCE.bind(user_id=user_id))
    if not last.is_due:
        return CreditBalance(context, user_id, last.available, last.held)
    async with context.as_service().transaction() as transaction:
        [now] = await transaction.rows(BALANCE_NOW.bind(user_id=user_id))
    return CreditBalance(context, user_id, *now)


async def own_credits(context: Context) -> CreditBalance | None:
    """The caller's; None where their plan keeps none."""
    return await credit_balance(context, context.caller.id) if context.caller.plan.credits else None


async def find_balances(context: Context, user_ids: list[UUID]) -> list[CreditBalance | None]:
    """
    For `Context.load`, of an administrator: the credits of each user, None of one who never had any. One statement, and
    one more for each of whom something is due.
    """
    service = context.as_service()
    found = {row.user_id: row for row in await service.rows_of_all(BALANCES.bind(ids=user_ids), now=True)}
    return [
        None
        if (last := found.get(user_id)) is None
        else await credit_balance(service, user_id)
        if last.is_due
        else CreditBalance(service, user_id, last.available, last.held)
        for user_id in user_ids
    ]


async def find_entries(context: Context, ids: Sequence[UUID]) -> dict[UUID, CreditEntryRow]:
    """Those of the ids that are a change to credits that the caller may see."""
    return {row.id: row for row in await context.rows_anywhere(ENTRIES.bind(ids=ids), len(ids))}
