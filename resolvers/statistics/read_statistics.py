from collections.abc import Sequence, Set
from datetime import date
from decimal import Decimal
from itertools import accumulate
from math import ceil
from uuid import UUID

from models.statement import BoundStatement
from models.statistics.totals import TotalsRow, add_totals, period_start, period_starts, select_totals
from models.statistics.usage_groups import UsageConditions, UsageDimension, UsageRow, select_usage
from models.statistics.user_task_statistics import StatisticsPeriod
from resolvers.context import Context
from resolvers.exceptions import BadUserInput
from resolvers.reading import ReadScope, Totals

MAX_PERIODS = 400
"""The most entries of one history."""


async def read_statistics(
    context: Context,
    user_id: UUID | None,
    period: StatisticsPeriod,
    day: date | None,
    columns: Set[str] | None,
    of: ReadScope = None,
) -> TotalsRow:
    """
    The totals, with these columns, of a user, or of all if None. They are of the period that has `day`, or today, and
    read as `of` says, or by default as the caller.
    """
    start = period_start(period, day) if day else None
    selected = select_totals(user_id, period, columns if user_id else None, start)
    [totals] = await read_totals(context, of or user_id, selected)
    return totals


async def read_statistics_history(
    context: Context, user_id: UUID | None, period: StatisticsPeriod, days: tuple[date, date], columns: Set[str] | None
) -> list[TotalsRow]:
    """
    The totals, with these columns, of a user, or of all users if None, by period. The periods begin between the first
    of `days` (included) and the last (excluded). One statement, or none if there is no period.
    """
    first, last = days
    if period is StatisticsPeriod.ALL_TIME:
        raise BadUserInput("`period` must be DAY, WEEK or MONTH; for ALL_TIME, query `statistics`.")
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
    return await read_totals(context, user_id, select_totals(user_id, period, columns if user_id else None, *ends))


async def read_totals(context: Context, of: ReadScope, statement: BoundStatement[TotalsRow]) -> list[TotalsRow]:
    """The totals that the statement finds, by period: those of `of`, or of all users if None."""
    return await context.rows(statement, of or Totals(), add_totals)


MAX_DAYS = 400
MAX_DIMENSIONS = 2
MAX_GROUPS = 1_500
"""Enough for four models on each day of a year, or for each hour of two months."""
STEP = 1.1
"""The ratio between the durations of a bucket and those of the bucket before."""
ZERO = -1
"""The bucket of durations of 0."""


async def read_usage(
    context: Context,
    days: tuple[date, date],
    dimensions: Sequence[UsageDimension],
    conditions: UsageConditions,
    columns: Set[str] | None,
) -> list[UsageRow]:
    """
    What the caller used from the first of `days` (included) to the last (excluded), by tasks that meet the conditions,
    grouped by the dimensions, with these columns. One statement.
    """
    first, last = check_days(days)
    different = list(dict.fromkeys(dimensions))
    if len(different) > MAX_DIMENSIONS:
        raise BadUserInput(f"`groupBy` takes up to {MAX_DIMENSIONS} dimensions; there are {len(different)}.")
    groups = await context.rows(
        select_usage(context.caller.id, days, different, conditions, columns, at_most=MAX_GROUPS + 1)
    )
    if len(groups) > MAX_GROUPS:
        by = " and ".join(dimension.name for dimension in different)
        raise BadUserInput(
            f"`from` ({first}) to `to` ({last}) has more than {MAX_GROUPS:,} groups by {by}; "
            "ask for fewer days at once, or for less with `where`."
        )
    return groups


def check_days(days: tuple[date, date]) -> tuple[date, date]:
    """The days. Raises BadUserInput if the first is after the last, or they are more than MAX_DAYS apart."""
    first, last = days
    if first > last:
        raise BadUserInput(f"`from` ({first}) must not be after `to` ({last}).")
    if (last - first).days > MAX_DAYS:
        raise BadUserInput(f"`from` ({first}) to `to` ({last}) has more than {MAX_DAYS} days; ask for fewer at once.")
    return days


def duration(row: UsageRow, quantile: float) -> float | None:
    """
    The `quantile`, within 5 %, of the milliseconds that the group's completed tasks took; None if none is known. Raises
    BadUserInput for a quantile that is not between 0 and 1.
    """
    if not 0 < quantile < 1:
        raise BadUserInput(f"`quantile` must be more than 0 and less than 1, such as 0.95; it is {quantile}.")
    if not row.durations:
        return None
    counts = [one - (bucket_of(one) << 32) for one in row.durations]
    rank = ceil(Decimal(str(quantile)) * sum(counts))  # the float 0.07 is slightly more
    longest = next(one for one, up_to in zip(row.durations, accumulate(counts), strict=True) if up_to >= rank)
    bucket = bucket_of(longest)
    return 0.0 if bucket == ZERO else 2 * STEP**bucket / (STEP + 1)


def bucket_of(packed: int) -> int:
    """The bucket in an element of `durations`, which is `(bucket << 32) + tasks`; see `UserTaskUsage`."""
    return (packed + 2**31) >> 32
