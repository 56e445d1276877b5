from datetime import UTC, datetime
from uuid import uuid4

from models.administration.audit_record import AuditAction
from models.administration.audit_statements import audit
from models.administration.integrity import NO_STATEMENT_TIMEOUT
from models.erasure.erasure_statements import COUNT_POSSESSIONS, ERASE, ERASURE, ErasureRow
from resolvers.arguments import read_id
from resolvers.context import Context
from resolvers.erasure.erasure_inputs import UserToErase
from resolvers.reading import AsService, ById, not_recorded


async def erase_user(context: Context, erasure: UserToErase) -> ErasureRow:
    """
    Remove a user and return the erasure. Their rows are removed at once; the worker then removes what storage holds of
    them. In a dry run the erasure says what would be removed, and its id is stored nowhere.
    """
    context.caller.check_administrator()
    async with context.transaction(erasure.user_id, as_service=True) as transaction:
        await transaction.execute(NO_STATEMENT_TIMEOUT)
        if erasure.dry_run:
            [had] = await transaction.rows(COUNT_POSSESSIONS.bind(user_id=erasure.user_id))
            return ErasureRow(uuid4(), erasure.user_id, *had, datetime.now(UTC), None)
        [erased] = await transaction.rows(ERASE.bind(user_id=erasure.user_id))
        entry = audit(
            AuditAction.ERASE_USER,
            actor_id=context.caller.id,
            user_id=erased.user_id,
            count=erased.tasks,
            detail=f"tasks, with {erased.images:,} images: erasure {erased.id}",
        )
        await transaction.rows(entry)
    await context.database.forget_remains(erasure.user_id, erased.id)
    return erased


async def find_erasure(context: Context, erasure_id: str) -> ErasureRow | None:
    """The erasure of this id; None when there is none. The caller's right to see it must have been checked."""
    found = await context.rows(ERASURE.bind(id=read_id("id", erasure_id)), AsService(ById(1), not_recorded))
    return next(iter(found), None)
