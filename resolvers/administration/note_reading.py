from uuid import UUID

from models.administration.audit_record import AuditAction
from models.administration.audit_statements import audit
from resolvers.context import Context


async def note_reading(context: Context, user_id: UUID | None, count: int, detail: str) -> None:
    """
    Record in the audit that an administrator has read `count` tasks of a user, or of all users when None. The entry is
    written to the database itself, even if a replica was read, and before the tasks are returned to the caller.
    """
    async with context.as_service().transaction() as transaction:
        await transaction.rows(
            audit(AuditAction.READ_TASKS, actor_id=context.caller.id, user_id=user_id, count=count, detail=detail)
        )
