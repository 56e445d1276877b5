from datetime import UTC, datetime

from models.retention.aged_tasks import Part
from resolvers.context import Context
from resolvers.exceptions import PurgeNotPast
from resolvers.retention.removal import Removal
from resolvers.retention.retention_inputs import TasksToPurge


async def purge_tasks(context: Context, purge: TasksToPurge) -> int:
    """
    How many tasks were removed, as many as are found at a time, or how many there are. What is removed stays so
    wherever it is interrupted.
    """
    context.caller.check_administrator()
    if purge.created_before > datetime.now(UTC):
        raise PurgeNotPast
    removals = [Removal(part, context.caller.id, context.caller.id) for part in context.database.parts]
    if purge.dry_run:
        return sum([await removal.count(None, created_before=purge.created_before) for removal in removals])
    detail = f"tasks created before {purge.created_before.isoformat()}"
    done = 0
    for removal in removals:
        found = await removal.find(None, created_before=purge.created_before)
        done += sum([removed async for removed in removal.remove(Part.TASK, found, detail)])
    return done
