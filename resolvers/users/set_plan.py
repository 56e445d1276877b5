from asyncpg import ForeignKeyViolationError

from models.administration.audit_record import AuditAction
from models.administration.audit_statements import audit
from models.tasks.user_plan import SET_PLAN
from resolvers.administration.read_tasks import MAX_DETAIL
from resolvers.context import Context
from resolvers.exceptions import NoSuchPlan, UserNotFound
from resolvers.users.find_user import FoundUser
from resolvers.users.user_inputs import PlanToSet


async def set_plan(context: Context, given: PlanToSet) -> FoundUser:
    """Note the user's plan, and return the user. It stands until a token of theirs that is issued later names one."""
    context.caller.check_service()
    if given.plan not in context.plans:
        raise NoSuchPlan(plan=given.plan[:50], known=", ".join(context.plans))
    caller, detail = context.caller, f"plan {given.plan}"[:MAX_DETAIL]
    noted = audit(AuditAction.SET_PLAN, actor_id=caller.id, user_id=given.user_id, count=0, detail=detail)
    async with context.transaction(given.user_id) as transaction:
        try:
            await transaction.rows(SET_PLAN.bind(user_id=given.user_id, plan=given.plan))
        except ForeignKeyViolationError as error:
            raise UserNotFound from error  # if another service registers users, as on Supabase
        await transaction.rows(noted)
    return FoundUser(context, given.user_id, given.plan)
