from models.administration.audit_record import AuditAction
from models.administration.integrity import NO_STATEMENT_TIMEOUT
from models.erasure.erasure_record import ErasureRecord
from models.erasure.erasure_statements import ERASE, ERASURE, WOULD_ERASE
from resolvers.arguments import read_id
from resolvers.context import Context
from resolvers.erasure.erasure_inputs import UserToErase
from resolvers.reading import AuditNote, Totals


async def erase_user(context: Context, erasure: UserToErase) -> ErasureRecord:
    """
    Remove a user and return the erasure. Their rows are removed at once; the worker then removes what storage holds of
    them. In a dry run the erasure says what would be removed, and its id is stored nowhere.
    """
    context.caller.check_administrator()
    async with context.audited_transaction(erasure.user_id) as transaction:
        await transaction.execute(NO_STATEMENT_TIMEOUT)
        if erasure.dry_run:
            [would] = await transaction.rows(WOULD_ERASE.bind(user_id=erasure.user_id))
            await transaction.record(
                AuditNote(AuditAction.READ_USER, erasure.user_id, would.tasks, "what an erasure would remove")
            )
            return would
        [erased] = await transaction.rows(ERASE.bind(user_id=erasure.user_id))
        detail = f"tasks, with {erased.images:,} images: erasure {erased.id}"
        await transaction.record(AuditNote(AuditAction.ERASE_USER, erased.user_id, erased.tasks, detail))
    await context.database.forget_remains(erasure.user_id, erased.id)
    return erased


async def find_erasure(context: Context, erasure_id: str) -> ErasureRecord | None:
    """The erasure of this id; None when there is none. The caller's right to see it must have been checked."""
    found = await context.rows(ERASURE.bind(id=read_id("id", erasure_id)), Totals(now=True))
    return next(iter(found), None)
