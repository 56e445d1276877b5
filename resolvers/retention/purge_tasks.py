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
    removal = Removal(context.database, context.caller.id, context.caller.id)
    if purge.dry_run:
        return await removal.count(None, created_before=purge.created_before)
    found = await removal.find(None, created_before=purge.created_before)
    detail = f"tasks created before {purge.created_before.isoformat()}"
    return sum([removed async for removed in removal.remove(Part.TASK, found, detail)])
