from asyncpg import ForeignKeyViolationError

from models.administration.audit_record import AuditAction
from models.administration.audit_statements import audit
from models.credits.credit_statements import GRANT, REVOKE, REVOKED
from resolvers.context import Context
from resolvers.credits.credit_balance import CreditBalance, credit_balance
from resolvers.credits.credit_inputs import GrantToRevoke, NewGrant
from resolvers.exceptions import GrantExpired, GrantIdTaken, GrantNotFound, TooManyCredits, UserNotFound
from resolvers.reading import AsService, not_recorded

REFUSALS = {"taken": GrantIdTaken, "past": GrantExpired, "too much": TooManyCredits}


async def grant_credits(context: Context, grant: NewGrant) -> CreditBalance:
    """Give a user credits; return all that they have then. Repeated with the same input, it gives nothing more."""
    context.caller.check_may_give_credits()
    async with context.transaction(grant.user_id, as_service=True) as transaction:
        try:
            [granted] = await transaction.rows(GRANT.bind(**grant.model_dump()))
        except ForeignKeyViolationError as error:
            raise UserNotFound from error  # if another service registers users, as on Supabase
        if refusal := REFUSALS.get(granted.outcome):
            raise refusal(id=grant.id)
        if granted.outcome == "granted":
            await transaction.rows(
                audit(
                    AuditAction.GRANT_CREDITS,
                    actor_id=context.caller.id,
                    user_id=grant.user_id,
                    count=grant.amount,
                    detail=grant.reason,
                )
            )
    return await credit_balance(context, grant.user_id, AsService(grant.user_id, not_recorded))


async def revoke_credits(context: Context, grant: GrantToRevoke) -> CreditBalance:
    """Take back what is left of a grant; return the credits that the user has then."""
    context.caller.check_may_give_credits()
    async with context.transaction(grant.user_id, as_service=True) as transaction:
        [revoked] = await transaction.rows(REVOKE.bind(**grant.model_dump()))
        if not revoked.is_found:
            raise GrantNotFound
        for taken in await transaction.rows(REVOKED.bind(id=grant.id)):
            await transaction.rows(
                audit(
                    AuditAction.REVOKE_CREDITS,
                    actor_id=context.caller.id,
                    user_id=grant.user_id,
                    count=taken.credits,
                    detail=grant.reason,
                )
            )
    return await credit_balance(context, grant.user_id, AsService(grant.user_id, not_recorded))
