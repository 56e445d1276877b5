from collections.abc import Set
from datetime import date
from uuid import UUID

from models.statement import BoundStatement
from models.statistics.added_totals import add_totals
from models.statistics.totals import TotalsRow, period_start, period_starts, select_totals
from models.statistics.user_task_statistics import StatisticsPeriod
from resolvers.context import Context
from resolvers.exceptions import BadUserInput

MAX_PERIODS = 400
"""Entries of one history."""


async def read_statistics(
    context: Context, user_id: UUID | None, period: StatisticsPeriod, day: date | None, columns: Set[str] | None
) -> TotalsRow:
    """A user's totals, or all users', in the period that contains `day`, today when None, with these columns."""
    start = period_start(period, day) if day else None
    [totals] = await read_totals(context, select_totals(user_id, period, columns_of(context, columns), start))
    return totals


async def read_statistics_history(
    context: Context,
    user_id: UUID | None,
    period: StatisticsPeriod,
    days: tuple[date, date],
    columns: Set[str] | None,
) -> list[TotalsRow]:
    """
    A user's totals, or all users', in each period that begins in the first of `days` (included) to the last (excluded),
    in the order of time, with these columns. One statement, none for a span without a beginning.
    """
    first, last = days
    if period is StatisticsPeriod.ALL_TIME:
        raise BadUserInput("`period` must be DAY, WEEK or MONTH; `statistics` tells ALL_TIME.")
    if first > last:
        raise BadUserInput(f"`from` ({first}) must not be after `to` ({last}).")
    starts = period_starts(period, first, last, MAX_PERIODS + 1)
    if len(starts) > MAX_PERIODS:
        raise BadUserInput(
            f"`from` ({first}) to `to` ({last}) has more than {MAX_PERIODS} entries; ask for fewer at once."
        )
    if not starts:
        return []
    ends = (date.fromordinal(starts[0]), date.fromordinal(starts[-1]))
    statement = select_totals(user_id, period, columns_of(context, columns), *ends)
    return await read_totals(context, statement)


def columns_of(context: Context, columns: Set[str] | None) -> Set[str] | None:
    """Those that are to be read: what several databases find is added up by all of them."""
    return None if context.is_of_several else columns


async def read_totals(context: Context, statement: BoundStatement[TotalsRow]) -> list[TotalsRow]:
    rows = await context.rows(statement)
    return add_totals(rows) if context.is_of_several else rows
