from asyncpg import ForeignKeyViolationError

from models.credits.credit_statements import GRANT, REVOKE
from resolvers.context import Context
from resolvers.credits.credit_balance import CreditBalance, credit_balance
from resolvers.credits.credit_inputs import GrantToRevoke, NewGrant
from resolvers.exceptions import GrantExpired, GrantIdTaken, GrantNotFound, TooManyCredits, UserNotFound

REFUSALS = {"taken": GrantIdTaken, "past": GrantExpired, "too much": TooManyCredits}


async def grant_credits(context: Context, grant: NewGrant) -> CreditBalance:
    """The user's credits, these included."""
    context.caller.check_may_give_credits()
    service = context.as_service()
    async with service.transaction() as transaction:
        try:
            [granted] = await transaction.rows(GRANT.bind(**grant.model_dump()))
        except ForeignKeyViolationError as error:
            raise UserNotFound from error  # where someone else registers users, as on Supabase
        if refusal := REFUSALS.get(granted.outcome):
            raise refusal
    return await credit_balance(service, grant.user_id)


async def revoke_credits(context: Context, grant: GrantToRevoke) -> CreditBalance:
    """The user's credits, without what was left of the grant."""
    context.caller.check_may_give_credits()
    service = context.as_service()
    async with service.transaction() as transaction:
        [revoked] = await transaction.rows(REVOKE.bind(**grant.model_dump()))
    if not revoked.is_found:
        raise GrantNotFound
    return await credit_balance(service, grant.user_id)
