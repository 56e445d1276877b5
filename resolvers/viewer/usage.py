"""How much the caller has used of their plan's limits."""

from models.images.storage_use import STORAGE_USE
from models.statistics.user_task_statistics import StatisticsPeriod
from resolvers.context import Context
from resolvers.statistics.read_statistics import read_statistics


async def storage_used(context: Context) -> int:
    """Bytes of the caller's stored images, without thumbnails, and of those that open uploads announced."""
    [use] = await context.rows(STORAGE_USE.bind(user_id=context.caller.id))
    return use.total


async def tasks_this_month(context: Context) -> int:
    """How many tasks were created for the caller this calendar month, including deleted ones."""
    totals = await read_statistics(context, context.caller.id, StatisticsPeriod.MONTH, None, {"total_tasks"})
    return totals.total_tasks
