"""The statement that reads a user's usage, grouped by day, model, type of task or hour."""

from collections.abc import Sequence, Set
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Numeric

from models.statement import BoundStatement, Statement
from models.statistics.counted import USAGE, sum_columns
from models.tasks.task import Storable, TaskType
from models.tasks.task_conditions import AtMost100

MODELS = 50
"""How many models, those used most, have groups of their own."""


class UsageDimension(StrEnum):
    """What usage can be grouped by; the value is the column of `UserTaskUsage`."""

    DAY = "day"
    MODEL = "model_version"
    TASK_TYPE = "task_type"
    HOUR = "hour"


class UsageConditions(BaseModel):
    """Selects the usage by tasks that meet every field that is not None. For a list, one matching value is enough."""

    model_config = ConfigDict(from_attributes=True)

    model_version: Annotated[list[Annotated[str, Storable]], AtMost100] | None = None
    task_type: Annotated[list[TaskType], AtMost100] | None = None


class UsageRow:
    """What one group used, with the selected columns. Dimensions that do not group are null."""

    __slots__ = ()

    day: date | None
    model_version: str | None
    """Null also for tasks without a model; `other` for models without groups of their own."""
    task_type: str | None
    hour: int | None
    """The hour of the day, 0 to 23."""
    total_tasks: int
    successful_tasks: int
    failed_tasks: int
    canceled_tasks: int
    tokens_used: int
    credits_deducted: int
    total_cost: Decimal
    average_rating: float | None
    """The mean rating of the rated tasks; null without any."""
    durations: list[int] | None
    """Generation times, in the form of `UserTaskUsage`; null when no completed task has one."""


SUMS = {column.name: "numeric" if isinstance(column.type, Numeric) else "bigint" for column in sum_columns(USAGE)}
"""The columns that are added up, each with the type of its sum."""
ALL_DAY, HOURS = "'{-1}'", "'{0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23}'"
# Days are passed as text: asyncpg would pass the first and the last date of the calendar as infinity. `everything` has
# the same value in all rows: it is the group when no dimension is requested.
USED = """
WITH used AS (
  SELECT true AS everything, day, hour, model_version, task_type, {needed} FROM task_record.user_task_usage
  WHERE user_id = :user_id AND hour = ANY ({hours})
    AND day >= CAST(CAST(:first AS text) AS date) AND day < CAST(CAST(:last AS text) AS date) {conditions}
), own AS (
  SELECT model_version FROM used WHERE model_version NOT IN ('', 'other')
  GROUP BY model_version ORDER BY sum(total_tasks) DESC, model_version LIMIT {models}
), grouped AS (
  SELECT {keys}, {sums} FROM ({used}) AS used GROUP BY {keys} HAVING sum(total_tasks) <> 0
){rated}{taken}
SELECT {selected} FROM grouped{joined} ORDER BY total_tasks DESC, {keys} LIMIT :at_most"""
# Models without a group of their own become `other`.
BY_MODEL = """
  SELECT everything, day, hour, task_type, {columns},
    CASE WHEN model_version = '' OR model_version IN (SELECT model_version FROM own) THEN model_version
      ELSE 'other' END AS model_version
  FROM {source}"""
# Ratings are few, because people give them one by one, and change long after a task has ended. So they are not counted
# in advance: an index finds them. A model has the same name as in `used`.
RATED = """, ratings AS (
  SELECT true AS everything, CAST(local_time AS date) AS day, CAST(date_part('hour', local_time) AS smallint) AS hour,
    CASE WHEN model = '' OR EXISTS (
      SELECT FROM task_record.usage_models AS named
      WHERE named.user_id = task.user_id AND named.day = CAST(local_time AS date) AND named.model_version = model
    ) THEN model ELSE 'other' END AS model_version, task_type, rating
  FROM user_task_history AS task, LATERAL (
    SELECT created_at AT TIME ZONE task_record.time_zone() AS local_time, coalesce(task.model_version, '') AS model
  ) AS local
  WHERE user_id = :user_id AND rating IS NOT NULL
    AND created_at >= CAST(CAST(:first AS text) AS timestamp) AT TIME ZONE task_record.time_zone()
    AND created_at < CAST(CAST(:last AS text) AS timestamp) AT TIME ZONE task_record.time_zone()
), chosen AS (
  SELECT * FROM ratings WHERE true {conditions}
), rated AS (
  SELECT {keys}, CAST(avg(rating) AS double precision) AS average_rating FROM ({used}) AS rated GROUP BY {keys}
)"""
# Counts are added up by bucket; then each group's buckets become one array.
DURATIONS = """, taken AS (
  SELECT {keys}, array_agg(duration ORDER BY duration) AS durations FROM (
    SELECT {keys}, (bucket << 32) + CAST(sum(duration - (bucket << 32)) AS bigint) AS duration
    FROM ({used}) AS used, unnest(durations) AS duration,
      LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
    GROUP BY {keys}, bucket
  ) AS taken GROUP BY {keys}
)"""


def select_usage(
    user_id: UUID,
    days: tuple[date, date],
    dimensions: Sequence[UsageDimension],
    conditions: UsageConditions,
    columns: Set[str] | None,
    at_most: int,
) -> BoundStatement[UsageRow]:
    """
    Select up to `at_most` groups of the user's tasks created from the first of `days` (included) to the last
    (excluded), those with most tasks first. A row has those of `columns` that exist; all when None.
    """
    selected = tuple(name for name in UsageRow.__annotations__ if columns is None or name in columns)
    given = conditions.model_dump(exclude_none=True)
    first, last = (day.isoformat() for day in days)
    statement = usage_statement(selected, tuple(dimensions), tuple(given))
    return statement.bind(user_id=user_id, first=first, last=last, at_most=at_most, **given)


@lru_cache(maxsize=64)
def usage_statement(
    columns: tuple[str, ...], dimensions: tuple[UsageDimension, ...], conditions: tuple[str, ...]
) -> Statement[UsageRow]:
    written: dict[str, str] = {name: f"NULL AS {name}" for name in UsageDimension if name not in dimensions}
    written["total_cost"] = "cost AS total_cost"
    if UsageDimension.MODEL in dimensions:
        written[UsageDimension.MODEL] = "nullif(model_version, '') AS model_version"
    with_durations, with_ratings = "durations" in columns, "average_rating" in columns
    needed = ", ".join([*SUMS, "durations"] if with_durations else SUMS)
    by_model = BY_MODEL if UsageDimension.MODEL in dimensions else "TABLE {source}"
    parts = {
        "keys": ", ".join(("everything", *dimensions)),
        "used": by_model.format(source="used", columns=needed),
        "conditions": " ".join(f"AND {name} = ANY (:{name})" for name in conditions),
    }
    joined = [name for name, is_asked in (("rated", with_ratings), ("taken", with_durations)) if is_asked]
    of_rated = parts | {"used": by_model.format(source="chosen", columns="rating")}
    query = USED.format(
        **parts,
        needed=needed,
        hours=HOURS if UsageDimension.HOUR in dimensions else ALL_DAY,
        models=MODELS,
        sums=", ".join(f"CAST(sum({name}) AS {kind}) AS {name}" for name, kind in SUMS.items()),
        rated=RATED.format(**of_rated) if with_ratings else "",
        taken=DURATIONS.format(**parts) if with_durations else "",
        selected=", ".join(written.get(name, name) for name in columns) or "everything",
        joined="".join(f" LEFT JOIN {name} USING ({parts['keys']})" for name in joined),
    )
    return Statement("usage", query, UsageRow)
