from uuid import UUID

from models.administration.audit_record import AuditAction
from models.administration.audit_statements import audit
from resolvers.context import Context


async def note_reading(context: Context, user_id: UUID | None, count: int, detail: str) -> None:
    """
    Note in the audit that an administrator has read `count` tasks of a user, of all when None: in the database itself,
    wherever they were read, and before anything of them is answered.
    """
    async with context.as_service().transaction() as transaction:
        await transaction.rows(
            audit(AuditAction.READ_TASKS, actor_id=context.caller.id, user_id=user_id, count=count, detail=detail)
        )
