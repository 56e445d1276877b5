from collections.abc import Sequence, Set
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Row

from models.statistics import totals as periods
from models.statistics.user_task_statistics import StatisticsPeriod
from resolvers.context import Context
from resolvers.exceptions import BadUserInput

MAX_PERIODS = 400


async def read_statistics(
    context: Context, period: StatisticsPeriod, day: date | None, columns: Set[str] | None
) -> Row[Any]:
    start = periods.start(period, day) if day else None
    row: Row[Any] = (await context.rows(*periods.totals(context.viewer.id, period, columns, start)))[0]
    return row


async def read_statistics_history(
    context: Context, period: StatisticsPeriod, first: date, last: date, columns: Set[str] | None
) -> Sequence[Row[Any]]:
    if period is StatisticsPeriod.ALL_TIME:
        raise BadUserInput("`period` must be DAY, WEEK or MONTH; `statistics` tells ALL_TIME.")
    if first > last:
        raise BadUserInput(f"`from` ({first}) must not be after `to` ({last}).")
    starts = list(islice(periods.starts(period, first, last), MAX_PERIODS + 1))
    if len(starts) > MAX_PERIODS:
        raise BadUserInput(
            f"`from` ({first}) to `to` ({last}) has more than {MAX_PERIODS} entries; ask for fewer at once."
        )
    if not starts:
        return []
    return await context.rows(*periods.totals(context.viewer.id, period, columns, starts[0], starts[-1]))


async def storage_used(context: Context) -> int:
    row = await read_statistics(context, StatisticsPeriod.ALL_TIME, None, {"images_size"})
    return int(row.images_size)


async def tasks_this_month(context: Context) -> int:
    row = await read_statistics(context, StatisticsPeriod.MONTH, None, {"total_tasks"})
    return int(row.total_tasks)
