"""The statement that reads the totals of a user or of all users, and the first days of periods."""

from collections.abc import Sequence, Set
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import groupby, islice
from uuid import UUID

from models.statement import BoundStatement, NumberRow, Statement, selected
from models.statistics.counted import STATISTICS, sum_columns
from models.statistics.user_task_statistics import StatisticsPeriod

EPOCH = date(1970, 1, 1)
"""The date of the only row of ALL_TIME."""


class TotalsRow:
    """The totals of a user, or of all users, in one period, with the selected columns; zero without tasks."""

    __slots__ = ()

    period: str
    """The kind of period: the value of a `StatisticsPeriod`."""
    period_date: date | None
    """The first day of the period; null for ALL_TIME."""
    time_zone: str
    """The IANA name of the time zone in which days begin."""
    total_tasks: int
    """Tasks created in the period, including deleted ones."""
    successful_tasks: int
    failed_tasks: int
    canceled_tasks: int
    """Tasks that were given up, neither successful nor failed."""
    success_rate: float | None
    """Successful over ended tasks, 0 to 1; null when none has ended."""
    total_tokens_used: int
    total_credits_deducted: int
    total_cost: Decimal
    """What providers charged."""
    total_generation_time_ms: int
    avg_generation_time_ms: float | None
    """Mean over the completed tasks with a generation time; null without such tasks."""
    images_size: int
    """Bytes of the images that are stored now, without thumbnails."""
    updated_at: datetime | None
    """When a user's totals last changed, null if never; for all users, when changes were last counted."""


class OverallTotalsRow(TotalsRow):
    """Totals of all users, with the two figures of the mean, so that rows can be added up."""

    __slots__ = ()

    timed_tasks: int
    """Completed tasks with a generation time."""
    completed_generation_time_ms: int
    """The sum of these tasks' generation times."""
    active_users: int
    """Users who recorded tasks in the period; 0 for ALL_TIME."""
    new_users: int
    """The active users who had never recorded a task before."""


SUMS = {column.name: f"coalesce({column.name}, 0)" for column in sum_columns(STATISTICS)}
OTHERS = {
    "period": "'{period}'",
    "period_date": "CASE WHEN '{period}' <> 'all_time' THEN period.start END",
    "time_zone": "task_record.time_zone()",
    "success_rate": "successful_tasks::double precision / nullif(successful_tasks + failed_tasks, 0)",
    "avg_generation_time_ms": "avg_generation_time_ms",
    "updated_at": "updated_at",
}
COLUMNS = {name: (SUMS | OTHERS)[name] for name in TotalsRow.__annotations__}
TOTALS = """
FROM ({starts}) AS period
LEFT JOIN {table} ON {whose} period_type = '{{period}}' AND period_date = period.start{within}
ORDER BY period.start
"""
OF_USER = {"table": "user_task_statistics", "whose": "user_id = :user_id AND"}
OF_ALL = {"table": "task_record.overall_statistics", "whose": ""}
COLUMNS_OF_ALL = COLUMNS | {
    **SUMS,
    "active_users": "coalesce(active_users, 0)",
    "new_users": "coalesce(new_users, 0)",
    "updated_at": "(SELECT counted_at FROM task_record.overall_count)",
}
# Days are passed as text: asyncpg would pass the first and the last date of the calendar as infinity, and a series from
# there would have no end. With a `first` of null, the period is the one that contains today, which takes PostgreSQL
# longer.
ONE = """
  SELECT coalesce(
    CAST(CAST(:first AS text) AS date),
    (SELECT period_date FROM task_record.periods(now()) WHERE period_type = '{period}')
  ) AS start
"""
SERIES = """
  SELECT CAST(start AS date) FROM generate_series(
    CAST(CAST(:first AS text) AS timestamp), CAST(CAST(:last AS text) AS timestamp), interval '1 {period}'
  ) AS start
"""
# The join alone does not limit the rows that are read; these bounds do.
WITHIN = """
  AND period_date BETWEEN CAST(CAST(:first AS text) AS date) AND CAST(CAST(:last AS text) AS date)"""


def select_totals(
    user_id: UUID | None,
    period: StatisticsPeriod,
    columns: Set[str] | None,
    first: date | None = None,
    last: date | None = None,
) -> BoundStatement[TotalsRow]:
    """
    Select the totals of a user (None: of all users, which needs `service_role`) in the period that starts on `first`,
    or that contains today if `first` is None. The row has those of `columns` that exist; all when None.

    With `last`, select a row for each period from `first` to the one that starts on `last`, oldest first.
    """
    available = COLUMNS_OF_ALL if user_id is None else COLUMNS
    selected = tuple(name for name in available if columns is None or name in columns)
    if period is StatisticsPeriod.ALL_TIME:
        first = EPOCH
    return totals_statement(selected, period, last is None, user_id is not None).bind(
        user_id=user_id, first=first and first.isoformat(), last=last and last.isoformat()
    )


@lru_cache(maxsize=64)
def totals_statement(
    columns: tuple[str, ...], period: StatisticsPeriod, one: bool, of_user: bool
) -> Statement[TotalsRow]:
    """
    The statement for one period or, unless `one`, for a series. Its text contains both that and the kind of period, so
    that PostgreSQL plans it once; with parameters for them, it would plan each run.
    """
    expressions = COLUMNS if of_user else COLUMNS_OF_ALL
    selected = ", ".join(f"{expressions[name]} AS {name}" for name in columns)
    whose = OF_USER if of_user else OF_ALL
    source = TOTALS.format(starts=ONE if one else SERIES, within="" if one else WITHIN, **whose)
    query = f"SELECT {selected} {source}".replace("{period}", period.value)
    return Statement("totals", query, TotalsRow if of_user else OverallTotalsRow)


MOST_TASKS_OF_MONTHS = Statement(
    "tasks_of_months",
    """
SELECT coalesce(max(total_tasks), 0) FROM user_task_statistics
WHERE user_id = :user_id AND period_type = 'month' AND period_date IN (
  SELECT period_date
  FROM unnest(CAST(:instants AS timestamptz[])) AS instant, task_record.periods(coalesce(instant, now()))
  WHERE period_type = 'month'
)
""",
    NumberRow,
)
"""The most tasks of the user in one of the months of these `instants`, null for now."""


def period_start(period: StatisticsPeriod, day: date) -> date:
    """The first day of the period that contains `day`."""
    match period:
        case StatisticsPeriod.WEEK:
            return day - timedelta(days=day.weekday())
        case StatisticsPeriod.MONTH:
            return day.replace(day=1)
        case StatisticsPeriod.ALL_TIME:
            return EPOCH
    return day


def period_starts(period: StatisticsPeriod, first: date, last: date, at_most: int) -> Sequence[int]:
    """
    Return the first day, as an ordinal, of each period that begins from `first` (included) to `last` (excluded), oldest
    first. Months are limited to `at_most`; days and weeks are a range, which costs nothing however long it is.
    """
    days = range(first.toordinal(), last.toordinal())
    match period:
        case StatisticsPeriod.DAY:
            return days
        case StatisticsPeriod.WEEK:
            return days[-first.weekday() % 7 :: 7]
    return list(islice((day for day in days if date.fromordinal(day).day == 1), at_most))


ADDED = (*(column.name for column in sum_columns(STATISTICS)), "active_users", "new_users")


def add_totals(rows: list[TotalsRow]) -> list[TotalsRow]:
    """Return a row for each period, oldest first, with the sums of `rows`, which have all columns."""
    rows = sorted(rows, key=lambda row: str(row.period_date))
    return [sum_of_period(list(of_one)) for _, of_one in groupby(rows, key=lambda row: row.period_date)]


def sum_of_period(rows: Sequence[TotalsRow]) -> TotalsRow:
    """Add up the rows of one period. The sum is as old as the oldest row."""
    sums = {name: sum(getattr(row, name) for row in rows) for name in ADDED}
    ended, timed = sums["successful_tasks"] + sums["failed_tasks"], sums["timed_tasks"]
    values = sums | {
        "period": rows[0].period,
        "period_date": rows[0].period_date,
        "time_zone": rows[0].time_zone,
        "success_rate": sums["successful_tasks"] / ended if ended else None,
        "avg_generation_time_ms": sums["completed_generation_time_ms"] / timed if timed else None,
        "updated_at": min((row.updated_at for row in rows if row.updated_at), default=None),
    }
    return selected(TotalsRow, tuple(values))(*values.values())
