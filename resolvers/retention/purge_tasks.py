from datetime import UTC, datetime

from models.placement.everywhere import DatabaseUnusable, by_name
from models.retention.aged_tasks import Part
from resolvers.context import Context
from resolvers.exceptions import PurgeNotPast
from resolvers.retention.removal import Removal
from resolvers.retention.retention_inputs import TasksToPurge


async def purge_tasks(context: Context, purge: TasksToPurge) -> int:
    """
    How many tasks were removed, as many as are found at a time, or how many there are. What is removed stays so
    wherever it is interrupted. Of several databases one after the other; of those that cannot be used, the answer's
    errors will tell.
    """
    context.caller.check_administrator()
    if purge.created_before > datetime.now(UTC):
        raise PurgeNotPast
    done = 0
    for part in context.database.parts:
        try:
            with by_name(context.database, part):
                done += await purge_one(Removal(part, context.caller.id, context.caller.id), purge)
        except DatabaseUnusable:
            context.unreached.add(part.name)
    return done


async def purge_one(removal: Removal, purge: TasksToPurge) -> int:
    """The same of one database."""
    if purge.dry_run:
        return await removal.count(None, created_before=purge.created_before)
    detail = f"tasks created before {purge.created_before.isoformat()}"
    found = await removal.find(None, created_before=purge.created_before)
    return sum([removed async for removed in removal.remove(Part.TASK, found, detail)])
