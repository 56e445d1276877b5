from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.credits.credit_statements import BALANCE, BALANCE_NOW, BALANCES, ENTRIES, EXPIRING, credit_entry_list
from models.credits.credit_tables import LedgerEntry
from models.notifications import WRITING
from resolvers.context import Context, RefusingTransaction
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import AsService, ById, read_by_service, read_of_user

OTHERS_CREDITS = AsService(None, read_of_user(AuditAction.READ_USER, "credits"), now=True)
"""Reads the credits of users for an administrator."""


@dataclass(frozen=True, slots=True)
class CreditBalance:
    """
    A user's `available` credits, and those `held` for tasks. The rest is read as `of` says; the reading of these is
    recorded in the audit already.
    """

    context: Context
    user_id: UUID
    of: UUID | AsService
    available: int
    held: int

    async def expiring(self, before: datetime) -> int:
        """How many of the available credits expire before that time. One statement."""
        [found] = await self.context.rows(EXPIRING.bind(user_id=self.user_id, before=before), self.of)
        return found.number

    async def entries(self, window: Window) -> ListPage[LedgerEntry]:
        """
        A page of the changes to the credits, newest first. One statement; reading another's is recorded in the audit.
        """
        of = self.of
        if isinstance(of, AsService) and of.recorded is not read_by_service:
            what = "changes to credits"
            of = of._replace(recorded=window.recorded(self.user_id, what, AuditAction.READ_USER))
        return await list_page(self.context, credit_entry_list(self.user_id), window, of=of)


async def credit_balance(context: Context, user_id: UUID, of: AsService | None = None) -> CreditBalance:
    """
    A user's credits, read as the caller, or as `of` says. The caller's right to see them must have been checked. One
    statement; a second if credits are due to expire.
    """
    whose = of or user_id
    [last] = await context.rows(BALANCE.bind(user_id=user_id), whose)
    if not last.is_due:
        return CreditBalance(context, user_id, whose, last.available, last.held)
    # As the server, since the database lets no user change credits.
    async with RefusingTransaction(
        context.database, context.caller.id, "service_role", WRITING, user_id, None
    ) as transaction:
        [now] = await transaction.rows(BALANCE_NOW.bind(user_id=user_id))
    return CreditBalance(context, user_id, whose, *now)


async def own_credits(context: Context) -> CreditBalance | None:
    """The caller's credits; None if their plan has none."""
    return await credit_balance(context, context.caller.id) if context.caller.plan.credits else None


async def find_balances(context: Context, user_ids: list[UUID], of: AsService) -> list[CreditBalance | None]:
    """
    The credits of each user, None for a user who never had any; for `Context.load` of an administrator. One statement,
    and more for each user with credits that are due to expire.
    """
    found = {row.user_id: row for row in await context.rows(BALANCES.bind(ids=user_ids), of)}
    each = ((user_id, found.get(user_id), of.further._replace(of=user_id)) for user_id in user_ids)
    return [
        None
        if last is None
        else await credit_balance(context, user_id, whose)
        if last.is_due
        else CreditBalance(context, user_id, whose, last.available, last.held)
        for user_id, last, whose in each
    ]


async def find_entries(context: Context, ids: Sequence[UUID]) -> dict[UUID, LedgerEntry]:
    """The changes to credits with these ids, by id, as far as the caller may see them."""
    return {row.id: row for row in await context.rows(ENTRIES.bind(ids=ids), ById(len(ids)))}
