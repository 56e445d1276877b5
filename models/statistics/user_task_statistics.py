from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, DateTime, Double, UniqueConstraint, func
from sqlmodel import Field, SQLModel

from models.statistics.counted import STATISTICS, sum_columns
from models.table_rules import OnMove, TableRules
from models.tasks.task import one_of, values


class StatisticsPeriod(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL_TIME = "all_time"


class UserTaskStatistics(SQLModel, table=True):
    """
    A user's totals in one period, kept by triggers on `user_task_history`. Periods begin in the time zone of
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
