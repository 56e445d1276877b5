from models.administration.audit_record import AuditAction
from models.administration.audit_statements import audit
from models.administration.recent_failures import FAILURES, FailureRow
from resolvers.context import Context


async def read_failures(context: Context) -> list[FailureRow]:
    """What tasks of all users failed of lately, the most frequent first; an entry of the audit tells of the reading."""
    async with context.as_service().transaction() as transaction:
        failures = await transaction.rows(FAILURES)
        await transaction.rows(
            audit(
                AuditAction.READ_TASKS,
                actor_id=context.caller.id,
                user_id=None,
                count=sum(failure.tasks for failure in failures),
                detail="failures by message and model",
            )
        )
    return failures
