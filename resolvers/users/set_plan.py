from uuid import UUID

from asyncpg import ForeignKeyViolationError

from models.administration.audit_record import AuditAction
from models.tasks.user_plan import SET_PLAN
from resolvers.access import Role
from resolvers.administration.audited_readings import MAX_DETAIL
from resolvers.arguments import Input
from resolvers.context import Context
from resolvers.exceptions import InputRefusal, UserNotFound
from resolvers.reading import NewEntry
from resolvers.users.find_user import FoundUser


class NoSuchPlan(InputRefusal):
    """There is no plan {plan}; the plans are: {known}."""

    field = ("input", "plan")


class PlanToSet(Input):
    user_id: UUID
    plan: str


async def set_plan(context: Context, given: PlanToSet) -> FoundUser:
    """Store the user's plan, and return the user. It applies until a token of theirs that is issued later names one."""
    context.caller.check_may("This", Role.SERVICE)
    if given.plan not in context.plans:
        raise NoSuchPlan(plan=given.plan[:50], known=", ".join(context.plans))
    async with context.audited_transaction(given.user_id) as transaction:
        try:
            await transaction.rows(SET_PLAN.bind(user_id=given.user_id, plan=given.plan))
        except ForeignKeyViolationError as error:
            raise UserNotFound from error  # if another service registers users, as on Supabase
        await transaction.record(NewEntry(AuditAction.SET_PLAN, given.user_id, 0, f"plan {given.plan}"[:MAX_DETAIL]))
    return FoundUser(context, given.user_id, given.plan)
