from asyncpg import ForeignKeyViolationError

from models.administration.audit_record import AuditAction
from models.credits.credit_statements import GRANT, REVOKE, REVOKED
from resolvers.context import Context
from resolvers.credits.credit_balance import OTHERS_CREDITS, CreditBalance, credit_balance
from resolvers.credits.credit_errors import GrantExpired, GrantIdTaken, GrantNotFound, TooManyCredits
from resolvers.credits.credit_inputs import GrantToRevoke, NewGrant
from resolvers.exceptions import UserNotFound
from resolvers.reading import AuditNote

REFUSALS = {"taken": GrantIdTaken, "past": GrantExpired, "too much": TooManyCredits}


async def grant_credits(context: Context, grant: NewGrant) -> CreditBalance:
    """Give a user credits; return all that they have then. Repeated with the same input, it gives nothing more."""
    context.caller.check_may_give_credits()
    async with context.audited_transaction(grant.user_id) as transaction:
        try:
            [granted] = await transaction.rows(GRANT.bind(**grant.model_dump()))
        except ForeignKeyViolationError as error:
            raise UserNotFound from error  # if another service registers users, as on Supabase
        if refusal := REFUSALS.get(granted.outcome):
            raise refusal(id=grant.id)
        note = AuditNote(AuditAction.GRANT_CREDITS, grant.user_id, grant.amount, grant.reason)
        await transaction.record(note if granted.outcome == "granted" else read_again(grant))
    return await balance_of(context, grant)


async def revoke_credits(context: Context, grant: GrantToRevoke) -> CreditBalance:
    """Take back what is left of a grant; return the credits that the user has then."""
    context.caller.check_may_give_credits()
    async with context.audited_transaction(grant.user_id) as transaction:
        [revoked] = await transaction.rows(REVOKE.bind(**grant.model_dump()))
        if not revoked.is_found:
            raise GrantNotFound
        taken = await transaction.rows(REVOKED.bind(id=grant.id))
        note = AuditNote(AuditAction.REVOKE_CREDITS, grant.user_id, sum(one.number for one in taken), grant.reason)
        await transaction.record(note if taken else read_again(grant))
    return await balance_of(context, grant)


def read_again(grant: GrantToRevoke) -> AuditNote:
    """What the audit says of a call that changed nothing, and is answered with the user's credits."""
    return AuditNote(AuditAction.READ_USER, grant.user_id, 1, "credits")


async def balance_of(context: Context, grant: GrantToRevoke) -> CreditBalance:
    """The credits of the grant's user, after a transaction of which the audit has an entry."""
    return await credit_balance(context, grant.user_id, OTHERS_CREDITS._replace(of=grant.user_id).further)
