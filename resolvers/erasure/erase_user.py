from collections.abc import Sequence
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.administration.integrity import NO_STATEMENT_TIMEOUT
from models.erasure.erasure_record import ERASE, ERASURES, WOULD_ERASE, ErasureRecord
from resolvers.access import Role
from resolvers.arguments import Input, read_ids
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


async def find_erasure(context: Context, given_id: str) -> ErasureRecord | None:
    """The erasure with this id; None if there is none, or the caller is not an administrator."""
    [erasure_id] = read_ids("id", [given_id])
    return (await find_erasures(context, [erasure_id])).get(erasure_id)


async def find_erasures(context: Context, ids: Sequence[UUID]) -> dict[UUID, ErasureRecord]:
    """The erasures with these ids, by id, for an administrator; none for another caller."""
    if context.caller.role is not Role.ADMIN:
        return {}
    return {row.id: row for row in await context.rows(ERASURES.bind(ids=ids), Totals(now=True))}
