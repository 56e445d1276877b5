from datetime import UTC, datetime

from models.database import Database, DatabaseUnusable
from models.retention.aged_tasks import COUNT, Part
from resolvers.access import Role
from resolvers.arguments import Input
from resolvers.context import Context
from resolvers.exceptions import InputRefusal
from resolvers.limits.apart import Apart
from resolvers.retention.removal import Removal


class PurgeNotPast(InputRefusal):
    """Must be in the past."""

    field = ("input", "createdBefore")


class TasksToPurge(Input):
    """The tasks of all users that were created before a time, to remove or, in a `dry_run`, only to count."""

    created_before: datetime
    dry_run: bool


async def purge_tasks(context: Context, purge: TasksToPurge) -> int:
    """
    Remove tasks of all users, up to the number that FIND finds at a time, and return how many; in a dry run, how many
    there are in all. An interruption undoes at most one batch.
    """
    context.caller.check_may("Administration", Role.ADMIN)
    if purge.created_before > datetime.now(UTC):
        raise PurgeNotPast
    done: list[int] = []

    async def purge_one(database: Database) -> None:
        done.append(await purged(Removal(database, context.caller.id, context.caller.id), purge))

    try:
        await context.database.one_by_one(purge_one)
    except DatabaseUnusable as error:
        context.notes.missing_parts.update(error.errors)
    return sum(done)


async def purged(removal: Removal, purge: TasksToPurge) -> int:
    """Remove or count the tasks in one database; return how many."""
    if purge.dry_run:
        return await removal.count(COUNT[None], created_before=purge.created_before)
    detail = f"tasks created before {purge.created_before.isoformat()}"
    found = await removal.find(None, created_before=purge.created_before)
    return sum([removed async for removed in removal.remove(Part.TASK, found, detail, Apart("purge"))])
