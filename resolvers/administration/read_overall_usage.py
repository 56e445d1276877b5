from collections import Counter
from datetime import date

from models.administration.overall_statements import (
    FAILURES,
    HOURS,
    MODELS,
    MODELS_USED,
    REASONS,
    FailuresOfDay,
    UseOfHour,
    UseOfModel,
    adding,
    bound,
)
from resolvers.context import Context
from resolvers.reading import Totals
from resolvers.statistics.read_statistics import check_days


async def read_hours(context: Context, days: tuple[date, date]) -> list[UseOfHour]:
    """How many tasks all users recorded in each hour of the week, from the first of `days` to before the last."""
    return await context.rows(bound(HOURS, check_days(days)), Totals(), adding(2))


async def read_models(context: Context, days: tuple[date, date]) -> list[UseOfModel]:
    """What all users' tasks of each model used, most tasks first."""
    found = await context.rows(bound(MODELS_USED, check_days(days)), Totals(), adding(1))
    return sorted(found, key=lambda one: one.total_tasks, reverse=True)[:MODELS]


async def read_failure_history(context: Context, days: tuple[date, date]) -> list[FailuresOfDay]:
    """Why tasks failed on each day, for the most frequent reasons."""
    found = await context.rows(bound(FAILURES, check_days(days)), Totals(), adding(2))
    failures: Counter[str | None] = Counter()
    for one in found:
        failures[one.failure_code] += one.failed_tasks
    most = {code for code, _ in failures.most_common(REASONS)}  # each part has its own reasons
    return sorted((one for one in found if one.failure_code in most), key=lambda one: one.day)
