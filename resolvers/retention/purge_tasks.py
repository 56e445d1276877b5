from datetime import UTC, datetime

from models.placement.everywhere import DatabaseUnusable, naming_unusable
from models.retention.aged_tasks import COUNT, Part
from resolvers.context import Context
from resolvers.exceptions import PurgeNotPast
from resolvers.retention.removal import Removal
from resolvers.retention.retention_inputs import TasksToPurge


async def purge_tasks(context: Context, purge: TasksToPurge) -> int:
    """
    Remove tasks of all users, as many as FIND finds at a time, and return how many; or, in a dry run, how many there
    are in all. An interruption undoes no more than a batch. Several databases come one after the other; those that
    cannot be used are added to `unreached`, for the answer's errors.
    """
    context.caller.check_administrator()
    if purge.created_before > datetime.now(UTC):
        raise PurgeNotPast
    done = 0
    for part in context.database.parts:
        try:
            with naming_unusable(context.database, part):
                done += await purge_one(Removal(part, context.caller.id, context.caller.id), purge)
        except DatabaseUnusable:
            context.unreached.add(part.name)
    return done


async def purge_one(removal: Removal, purge: TasksToPurge) -> int:
    """Remove or count the tasks in one database."""
    if purge.dry_run:
        return await removal.count(COUNT[None], created_before=purge.created_before)
    detail = f"tasks created before {purge.created_before.isoformat()}"
    found = await removal.find(None, created_before=purge.created_before)
    return sum([removed async for removed in removal.remove(Part.TASK, found, detail)])
