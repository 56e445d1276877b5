"""The statement that reads a user's totals."""

from collections.abc import Iterator, Set
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import text

from models.statement import Statement
from models.statistics.user_task_statistics import StatisticsPeriod

EPOCH = date(1970, 1, 1)

COLUMNS = {
    "period": "'{period}'",
    "period_date": "CASE WHEN '{period}' <> 'all_time' THEN period.start END",
    "time_zone": "task_record.time_zone()",
    "total_tasks": "coalesce(total_tasks, 0)",
    "successful_tasks": "coalesce(successful_tasks, 0)",
    "failed_tasks": "coalesce(failed_tasks, 0)",
    "success_rate": "successful_tasks::double precision / nullif(successful_tasks + failed_tasks, 0)",
    "total_tokens_used": "coalesce(total_tokens_used, 0)",
    "total_credits_deducted": "coalesce(total_credits_deducted, 0)",
    "total_generation_time_ms": "coalesce(total_generation_time_ms, 0)",
    "avg_generation_time_ms": "avg_generation_time_ms",
    "images_size": "coalesce(images_size, 0)",
    "updated_at": "updated_at",
}
TOTALS = """
FROM ({starts}) AS period
LEFT JOIN user_task_statistics
  ON user_id = :user_id AND period_type = '{{period}}' AND period_date = period.start{within}
ORDER BY period.start
"""
# A start of null is that of the period which contains today, which takes PostgreSQL a while to find out.
ONE = """
  SELECT coalesce(
    CAST(:first AS date), (SELECT period_date FROM task_record.periods(now()) WHERE period_type = '{period}')
  ) AS start
"""
SERIES = """
  SELECT CAST(start AS date) FROM generate_series(
    CAST(CAST(:first AS date) AS timestamp), CAST(CAST(:last AS date) AS timestamp), interval '1 {period}'
  ) AS start
"""
# As given, it bounds what is read; the join alone does not.
WITHIN = " AND period_date BETWEEN :first AND :last"


def totals(
    user_id: UUID,
    period: StatisticsPeriod,
    columns: Set[str] | None,
    first: date | None = None,
    last: date | None = None,
) -> tuple[Statement, dict[str, Any]]:
    """
    A row with those of COLUMNS, all when None, of the period that starts on `first`, or else contains today.

    With `last`, one of each period from that to the one that starts on `last`, in the order of time.
    """
    wanted = tuple(name for name in COLUMNS if columns is None or name in columns)
    if period is StatisticsPeriod.ALL_TIME:
        first = EPOCH
    return totals_statement(wanted, period, last is None), {"user_id": user_id, "first": first, "last": last}


@lru_cache(maxsize=64)
def totals_statement(columns: tuple[str, ...], period: StatisticsPeriod, one: bool) -> Statement:
    """With what has PostgreSQL plan it once, not for each run: the period, and whether one is asked for."""
    selected = ", ".join(f"{COLUMNS[name]} AS {name}" for name in columns)
    source = TOTALS.format(starts=ONE if one else SERIES, within="" if one else WITHIN)
    return Statement(text(f"SELECT {selected} {source}".replace("{period}", period.value)))


def start(period: StatisticsPeriod, day: date) -> date:
    match period:
        case StatisticsPeriod.WEEK:
            return day - timedelta(days=day.weekday())
        case StatisticsPeriod.MONTH:
            return day.replace(day=1)
        case StatisticsPeriod.ALL_TIME:
            return EPOCH
    return day


def starts(period: StatisticsPeriod, first: date, last: date) -> Iterator[date]:
    """Of each period that begins in `first` (included) to `last` (excluded)."""
    days = map(date.fromordinal, range(first.toordinal(), last.toordinal()))
    return days if period is StatisticsPeriod.DAY else (day for day in days if start(period, day) == day)
