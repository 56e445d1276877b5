"""The statements by which the worker counts what all users used, and by which that is read, as `service_role`."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from models.statement import BoundStatement, NoRow, NumberRow, Statement, UserRow

COUNTED_AT_ONCE = 10_000
COUNT_CHANGES = Statement("count_changes", "SELECT task_record.count_changes()", NumberRow)
"""Adds up to COUNTED_AT_ONCE changes of tasks to the totals over all users, and returns how many it has added."""
COUNTING_TURN = Statement("counting_turn", "SELECT pg_advisory_xact_lock(hashtext('task_record count_changes'))", NoRow)
"""Waits for another transaction that counts changes."""
USERS_OF_CHANGES = Statement(
    "users_of_changes",
    f"""
SELECT DISTINCT user_id FROM (
  SELECT user_id FROM task_record.overall_changes WHERE user_id <> ALL (CAST(:without AS uuid[]))
  LIMIT {COUNTED_AT_ONCE}
) AS waiting""",  # noqa: S608 - of a constant
    UserRow,
)
"""The users, none of those `without`, of COUNTED_AT_ONCE changes that are not counted yet."""
COUNT_CHANGES_OF = Statement("count_changes_of", "SELECT task_record.count_changes_of(:user_ids)", NumberRow)
"""The same as COUNT_CHANGES, for the changes of these users."""
DAYS_AT_ONCE = 31
RECOUNT_USAGE = Statement("recount_usage", "SELECT task_record.recount_usage()", NumberRow)
"""
Recomputes `overall_usage` and `overall_failures` for DAYS_AT_ONCE days that have changed, and returns how many it did.
"""
COUNT_OVERALL = Statement("count_overall", "SELECT task_record.count_overall()", NoRow)
"""Recounts the totals over all users. Slow: PostgreSQL reads all tasks."""

MODELS, REASONS = 50, 10
"""The most models, and reasons of failures, that are returned: those with the most tasks."""
DAYS = "day >= CAST(CAST(:first AS text) AS date) AND day < CAST(CAST(:last AS text) AS date)"


class UseOfHour(NamedTuple):
    weekday: int
    """1 for Monday to 7 for Sunday."""
    hour: int
    total_tasks: int


class UseOfModel(NamedTuple):
    model_version: str | None
    """Null for tasks that name no model; `other` for models that are not among a day's 50."""
    total_tasks: int
    successful_tasks: int
    failed_tasks: int
    credits_deducted: int
    total_cost: Decimal


class FailuresOfDay(NamedTuple):
    day: date
    failure_code: str | None
    """Null for failures without a code."""
    failed_tasks: int


RowT = TypeVar("RowT", bound=tuple[Any, ...])
HOURS = Statement(
    "overall_hours",
    f"""
SELECT CAST(date_part('isodow', day) AS integer) AS weekday, CAST(hour AS integer) AS hour,
  CAST(sum(total_tasks) AS bigint) AS total_tasks
FROM task_record.overall_usage WHERE {DAYS} GROUP BY 1, 2 ORDER BY 1, 2""",  # noqa: S608 - of constants
    UseOfHour,
)
MODELS_USED = Statement(
    "overall_models",
    f"""
SELECT nullif(model_version, '') AS model_version, CAST(sum(total_tasks) AS bigint) AS total_tasks,
  CAST(sum(successful_tasks) AS bigint) AS successful_tasks, CAST(sum(failed_tasks) AS bigint) AS failed_tasks,
  CAST(sum(credits_deducted) AS bigint) AS credits_deducted, sum(cost) AS total_cost
FROM task_record.overall_usage WHERE {DAYS} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MODELS}""",  # noqa: S608
    UseOfModel,
)
FAILURES = Statement(
    "overall_failures",
    f"""
WITH found AS (SELECT * FROM task_record.overall_failures WHERE {DAYS})
SELECT day, nullif(failure_code, '') AS failure_code, failed_tasks FROM found WHERE failure_code IN (
  SELECT failure_code FROM found GROUP BY failure_code ORDER BY sum(failed_tasks) DESC, failure_code LIMIT {REASONS}
) ORDER BY day, failed_tasks DESC, failure_code""",  # noqa: S608
    FailuresOfDay,
)


def bound(statement: Statement[RowT], days: tuple[date, date]) -> BoundStatement[RowT]:
    """The statement for the first of `days` (included) to the last (excluded)."""
    first, last = (day.isoformat() for day in days)
    return statement.bind(first=first, last=last)


def adding(keys: int) -> Callable[[list[RowT]], list[RowT]]:
    """A function that adds up rows with the same first `keys` columns, in the order of their first appearance."""

    def add(rows: list[RowT]) -> list[RowT]:
        same: defaultdict[tuple[object, ...], list[RowT]] = defaultdict(list)
        for row in rows:
            same[row[:keys]].append(row)
        return [
            tuple.__new__(type(of_key[0]), [*key, *map(sum, zip(*(row[keys:] for row in of_key), strict=True))])
            for key, of_key in same.items()
        ]

    return add


class CostCurrency(NamedTuple):
    currency: str


RECORD_CURRENCY = Statement(
    "note_currency",
    "SELECT task_record.note_currency(:currency) AS currency",
    CostCurrency,
)
"""
Records the currency of costs, as `service_role`, unless costs in another one exist; returns the recorded currency.
"""
CURRENCY_OF_COSTS = """
SELECT currency FROM task_record.overall_count
WHERE EXISTS (SELECT FROM user_task_statistics WHERE period_type = 'all_time' AND total_cost <> 0)"""
"""The recorded currency, if there are costs."""
