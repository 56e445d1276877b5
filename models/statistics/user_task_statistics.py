"""The tables of users' totals and usage, which triggers on `user_task_history` maintain."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Computed,
    DateTime,
    Double,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
)
from sqlmodel import Field, SQLModel

from models.statistics.counted import STATISTICS, USAGE, sum_columns
from models.table_rules import OnMove, TableRules
from models.tasks.task import TaskType, one_of, values


class StatisticsPeriod(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL_TIME = "all_time"


class UserTaskStatistics(SQLModel, table=True):
    """
    A user's totals in one period, maintained by triggers on `user_task_history`. Periods begin in the time zone of
    `task_record.time_zone()`; the only row of `all_time` is dated 1970-01-01.
    """

    __tablename__ = "user_task_statistics"
    # The sums have no CHECK: PostgreSQL would check the row that an upsert proposes, which holds a difference.
    __table_args__ = (
        *sum_columns(STATISTICS),
        UniqueConstraint("user_id", "period_type", "period_date"),
        CheckConstraint(f"period_type IN ({values(StatisticsPeriod)})", name="period_type"),
        TableRules(users="SELECT", move=OnMove.MADE_AGAIN).args(schema=None),
    )

    id: UUID = Field(primary_key=True, sa_column_kwargs={"server_default": func.gen_random_uuid()})
    user_id: UUID = Field(foreign_key="auth.users.id", ondelete="CASCADE")
    period_type: str = Field(sa_type=one_of(StatisticsPeriod, 20))
    period_date: date
    avg_generation_time_ms: float | None = Field(
        sa_type=Double,
        sa_column_args=[
            Computed("completed_generation_time_ms::double precision / NULLIF(timed_tasks, 0)", persisted=True)
        ],
    )
    created_at: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": func.now()},
    )
    updated_at: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": func.now()},
    )


class UserTaskUsage(SQLModel, table=True):
    """
    What a user's tasks of one model and type, created on one day or in one hour of it, used. Triggers on
    `user_task_history` maintain it, in the time zone of `task_record.time_zone()`.
    """

    __tablename__ = "user_task_usage"
    # The index is for the sums over all users, day by day. It contains no column that changes.
    __table_args__ = (
        *sum_columns(USAGE),
        Index("user_task_usage_day_idx", "day"),
        TableRules(users="SELECT", move=OnMove.MADE_AGAIN).args(),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    hour: int = Field(primary_key=True, sa_type=SmallInteger)
    """0 to 23; -1 for the whole day, so that far fewer rows are read unless hours are requested."""
    day: date = Field(primary_key=True)
    model_version: str = Field(primary_key=True, max_length=200)
    """Empty for tasks without a model; `other` for models that are not among that day's named ones (`UsageModel`)."""
    task_type: str = Field(primary_key=True, sa_type=one_of(TaskType, 50))
    durations: list[int] = Field(sa_type=ARRAY(BigInteger))
    """
    The generation times of completed tasks, counted in buckets. Each bucket in use is one element: its number times
    2^32, plus its number of tasks. Bucket n holds times of more than 1.1^(n-1) and up to 1.1^n milliseconds, so that 1
    ms is in bucket 0. Bucket -1 holds 0 ms.
    """


class UsageModel(SQLModel, table=True):
    """A model that `UserTaskUsage` counts by name on one day, up to 50 for each user and day."""

    __tablename__ = "usage_models"
    __table_args__ = (TableRules(users="SELECT").args(),)

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    day: date = Field(primary_key=True)
    model_version: str = Field(primary_key=True, max_length=200)
