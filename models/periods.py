"""The statement that reads a user's totals."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, bindparam, text

from models.statement import Statement
from models.statistics import StatisticsPeriod

EPOCH = date(1970, 1, 1)

# A start of null is that of the period which contains today.
TOTALS = Statement(
    text("""
SELECT :period AS period,
  CASE WHEN :period <> 'all_time' THEN period.start END AS period_date,
  task_record.time_zone() AS time_zone,
  coalesce(total_tasks, 0) AS total_tasks,
  coalesce(successful_tasks, 0) AS successful_tasks,
  coalesce(failed_tasks, 0) AS failed_tasks,
  successful_tasks::double precision / nullif(successful_tasks + failed_tasks, 0) AS success_rate,
  coalesce(total_tokens_used, 0) AS total_tokens_used,
  coalesce(total_credits_deducted, 0) AS total_credits_deducted,
  coalesce(total_generation_time_ms, 0) AS total_generation_time_ms,
  avg_generation_time_ms,
  coalesce(images_size, 0) AS images_size,
  updated_at
FROM (
  SELECT coalesce(
    given, (SELECT period_date FROM task_record.periods(now()) WHERE period_type = :period)
  ) AS start
  FROM unnest(:starts) AS given
) AS period
LEFT JOIN user_task_statistics
  ON user_id = :user_id AND period_type = :period AND period_date = period.start
ORDER BY period.start
""").bindparams(bindparam("starts", type_=ARRAY(Date)))
)


def totals(user_id: UUID, period: StatisticsPeriod, starts: Sequence[date | None]) -> tuple[Statement, dict[str, Any]]:
    """Rows with the fields of `Statistics`, one a start, in the order of time."""
    return TOTALS, {"user_id": user_id, "period": period, "starts": starts}


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
    days = (first + timedelta(days=n) for n in range((last - first).days))
    return (day for day in days if start(period, day) == day)
