from collections.abc import Set
from datetime import date
from uuid import UUID

from models.statement import BoundStatement
from models.statistics.added_totals import add_totals
from models.statistics.totals import TotalsRow, period_start, period_starts, select_totals
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
    The totals, with these columns, of a user, or of all when None, in the period that has `day`, or today; read as `of`
    says, or by default as the caller.
    """
    start = period_start(period, day) if day else None
    selected = select_totals(user_id, period, columns if user_id else None, start)
    [totals] = await read_totals(context, of or user_id, selected)
    return totals


async def read_statistics_history(
    context: Context,
    user_id: UUID | None,
    period: StatisticsPeriod,
    days: tuple[date, date],
    columns: Set[str] | None,
) -> list[TotalsRow]:
    """
    The totals, with these columns, of a user, or of all users when None, in each period that begins between the first
    of `days` (included) and the last (excluded), in the order of time. One statement, or none if no period begins then.
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
    return await read_totals(context, user_id, select_totals(user_id, period, columns if user_id else None, *ends))


async def read_totals(context: Context, of: ReadScope, statement: BoundStatement[TotalsRow]) -> list[TotalsRow]:
    """The totals that the statement finds, by period: those of `of`, or of all users when None."""
    return await context.rows(statement, of or Totals(), add_totals)
