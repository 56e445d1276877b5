from datetime import datetime
from typing import Annotated
from uuid import UUID

from asyncpg import ForeignKeyViolationError
from pydantic import Field, StringConstraints

from models.administration.audit_record import AuditAction
from models.credits.credit_statements import GRANT, REVOKE, REVOKED
from models.tasks.task import Storable
from resolvers.access import Role
from resolvers.arguments import Input
from resolvers.context import Context
from resolvers.credits.credit_balance import OTHERS_CREDITS, CreditBalance, credit_balance
from resolvers.credits.credit_errors import GrantExpired, GrantIdTaken, GrantNotFound, TooManyCredits
from resolvers.exceptions import UserNotFound
from resolvers.reading import NewEntry

MOST_CREDITS = 2**53 - 1
"""The most credits that a user may have: the largest BigInt of the API."""
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200), Storable]


class GrantToRevoke(Input):
    id: UUID
    user_id: UUID
    reason: Reason


class NewGrant(GrantToRevoke):
    """Credits to give. With `expires_at` None they never expire."""

    amount: Annotated[int, Field(ge=1, le=MOST_CREDITS)]
    expires_at: datetime | None


REFUSALS = {"taken": GrantIdTaken, "past": GrantExpired, "too much": TooManyCredits}


async def grant_credits(context: Context, grant: NewGrant) -> CreditBalance:
    """Give a user credits; return their balance. Repeated with the same input, it gives nothing more."""
    context.caller.check_may("Giving credits, and taking them back,", Role.SERVICE, Role.ADMIN)
    async with context.audited_transaction(grant.user_id) as transaction:
        try:
            [granted] = await transaction.rows(GRANT.bind(**grant.model_dump()))
        except ForeignKeyViolationError as error:
            raise UserNotFound from error  # if another service registers users, as on Supabase
        if refusal := REFUSALS.get(granted.outcome):
            raise refusal(id=grant.id)
        entry = NewEntry(AuditAction.GRANT_CREDITS, grant.user_id, grant.amount, grant.reason)
        await transaction.record(entry if granted.outcome == "granted" else read_again(grant))
    return await balance_of(context, grant)


async def revoke_credits(context: Context, grant: GrantToRevoke) -> CreditBalance:
    """Take back what is left of a grant; return the user's balance."""
    context.caller.check_may("Giving credits, and taking them back,", Role.SERVICE, Role.ADMIN)
    async with context.audited_transaction(grant.user_id) as transaction:
        [revoked] = await transaction.rows(REVOKE.bind(**grant.model_dump()))
        if not revoked.is_found:
            raise GrantNotFound
        taken = await transaction.rows(REVOKED.bind(id=grant.id))
        entry = NewEntry(AuditAction.REVOKE_CREDITS, grant.user_id, sum(one.number for one in taken), grant.reason)
        await transaction.record(entry if taken else read_again(grant))
    return await balance_of(context, grant)


def read_again(grant: GrantToRevoke) -> NewEntry:
    """The audit entry of a call that changed nothing, and returns the user's credits."""
    return NewEntry(AuditAction.READ_USER, grant.user_id, 1, "credits")


async def balance_of(context: Context, grant: GrantToRevoke) -> CreditBalance:
    """The credits of the grant's user, after an audited transaction."""
    return await credit_balance(context, grant.user_id, OTHERS_CREDITS._replace(of=grant.user_id).further)
