from uuid import UUID

from models.administration.audit_record import AuditAction
from models.administration.integrity import NO_STATEMENT_TIMEOUT
from models.erasure.erasure_record import ERASE, ERASURE, WOULD_ERASE, ErasureRecord
from resolvers.access import Role
from resolvers.arguments import Input, read_id
from resolvers.context import Context
from resolvers.reading import NewEntry, Totals


class UserToErase(Input):
    """A user to remove, or with `dry_run` only to report on."""

    user_id: UUID
    dry_run: bool


async def erase_user(context: Context, erasure: UserToErase) -> ErasureRecord:
    """
    Remove a user and return the erasure. Their rows are removed at once; the worker then removes their stored objects.
    A dry run reports what would be removed; the id of its erasure is not stored.
    """
    context.caller.check_may("Administration", Role.ADMIN)
    async with context.audited_transaction(erasure.user_id) as transaction:
        await transaction.execute(NO_STATEMENT_TIMEOUT)
        if erasure.dry_run:
            [would] = await transaction.rows(WOULD_ERASE.bind(user_id=erasure.user_id))
            await transaction.record(
                NewEntry(AuditAction.READ_USER, erasure.user_id, would.tasks, "what an erasure would remove")
            )
            return would
        [erased] = await transaction.rows(ERASE.bind(user_id=erasure.user_id))
        detail = f"tasks, with {erased.images:,} images: erasure {erased.id}"
        await transaction.record(NewEntry(AuditAction.ERASE_USER, erased.user_id, erased.tasks, detail))
    await context.database.forget_remains(erasure.user_id, erased.id)
    return erased


async def find_erasure(context: Context, erasure_id: str) -> ErasureRecord | None:
    """The erasure with this id; None if there is none. The caller's right to see it must have been checked."""
    found = await context.rows(ERASURE.bind(id=read_id("id", erasure_id)), Totals(now=True))
    return next(iter(found), None)
