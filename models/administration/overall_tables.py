"""The tables of totals over all users. Only functions and triggers of the owner write them: count_changes.sql."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Double,
    Index,
    SmallInteger,
    Table,
    Uuid,
    false,
    text,
    true,
)
from sqlmodel import Field, SQLModel

from models.statistics.counted import CHANGES, HOURS, OVERALL, RANKING, sum_columns
from models.statistics.user_task_statistics import StatisticsPeriod
from models.table_rules import NOBODYS, OnMove, TableRules
from models.tasks.task import one_of, values

NOBODYS_FROM_NOW = "UPDATE {table} SET user_id = '00000000-0000-0000-0000-000000000000' WHERE {whose}"
GONE = "UPDATE {table} SET user_id = gen_random_uuid(), is_gone = true WHERE {whose}"
RANKED_BY = [column.name for column in sum_columns(RANKING)]


def column(kind: Any = BigInteger) -> Any:
    return Field(sa_type=kind)


overall_changes = Table(
    "overall_changes",
    SQLModel.metadata,
    Column("user_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    *sum_columns(CHANGES),
    **TableRules(
        # Changes that are not counted yet remain, without their user.
        erased=NOBODYS_FROM_NOW,
        move=OnMove.MADE_AGAIN,
        left=NOBODYS_FROM_NOW,
    ).args(),
)
"""What each change of tasks adds to the totals over all users. The worker counts these rows and deletes them."""


class OverallStatistics(SQLModel, table=True):
    """Totals over all users in one period; `UserTaskStatistics` has those of one user."""

    __tablename__ = "overall_statistics"
    __table_args__ = (
        *sum_columns(OVERALL),
        CheckConstraint(f"period_type IN ({values(StatisticsPeriod)})", name="period_type"),
        TableRules(whose=NOBODYS).args(),
    )

    period_type: str = Field(sa_type=one_of(StatisticsPeriod, 20), primary_key=True)
    period_date: date = Field(primary_key=True)
    avg_generation_time_ms: float | None = Field(
        sa_type=Double,
        sa_column_args=[
            Computed("completed_generation_time_ms::double precision / NULLIF(timed_tasks, 0)", persisted=True)
        ],
    )
    active_users: int = Field(sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    """Users who recorded tasks in the period; 0 for `all_time`."""
    new_users: int = Field(sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    """The active users who had never recorded a task before."""
    is_stale: bool = Field(sa_column_kwargs={"server_default": true()})
    """Whether something has changed since `overall_usage` and `overall_failures` were computed for this day."""


class OverallUsage(SQLModel, table=True):
    """What all users' tasks created in one hour of a day used, by model."""

    __tablename__ = "overall_usage"
    __table_args__ = (*sum_columns(HOURS), TableRules(whose=NOBODYS).args())

    day: date = Field(primary_key=True)
    hour: int = Field(primary_key=True, sa_type=SmallInteger)
    model_version: str = Field(primary_key=True, max_length=200)
    """Empty for tasks without a model; `other` for models beyond a day's 50."""


class OverallFailures(SQLModel, table=True):
    """How many tasks of all users failed on a day for one reason."""

    __tablename__ = "overall_failures"
    __table_args__ = TableRules(whose=NOBODYS).args()

    day: date = Field(primary_key=True)
    failure_code: str = Field(primary_key=True, max_length=50)
    """Empty for failures without a code; `other` for reasons beyond a day's 50."""
    failed_tasks: int = column()


class ActiveUser(SQLModel, table=True):
    """A user who recorded tasks in a period. `overall_statistics` counts each user once by these rows."""

    __tablename__ = "active_users"
    __table_args__ = (
        CheckConstraint("period_type IN ('day', 'week', 'month')", name="period_type"),
        Index("active_users_new_idx", "user_id", postgresql_where=text("is_new")),
        Index("active_users_gone_idx", "period_type", "period_date", postgresql_where=text("is_gone")),
        TableRules(
            # The next count subtracts the periods in which the user was active.
            erased=GONE,
            move=OnMove.MADE_AGAIN,
            left=GONE,
        ).args(),
    )

    user_id: UUID = Field(primary_key=True)
    period_type: str = Field(sa_type=one_of(StatisticsPeriod, 20), primary_key=True)
    period_date: date = Field(primary_key=True)
    is_new: bool
    """Whether it is the user's first period of this type."""
    is_gone: bool = Field(sa_column_kwargs={"server_default": false()})
    """Whether the user is erased or moved away. The row then has another id, until the next count subtracts it."""


class OverallCount(SQLModel, table=True):
    """The table with a single row: when all changes were last counted."""

    __tablename__ = "overall_count"
    __table_args__ = (CheckConstraint("id = 1", name="id"), TableRules(whose=NOBODYS).args())

    id: int = Field(primary_key=True, sa_column_kwargs={"server_default": "1", "autoincrement": False})
    counted_at: datetime = column(DateTime(timezone=True))
    currency: str | None = Field(max_length=3)
    """The currency of all costs. Servers with another currency must not add costs to them."""


class UserRank(SQLModel, table=True):
    """A user's totals of all time, as of the last count of changes, indexed by each of RANKED_BY."""

    __tablename__ = "user_ranking"
    __table_args__ = (
        *sum_columns(RANKING),
        *(Index(f"user_ranking_{name}_user_id_idx", name, "user_id") for name in RANKED_BY),
        Index("user_ranking_last_task_at_user_id_idx", text("last_task_at DESC NULLS LAST"), text("user_id DESC")),
        TableRules(move=OnMove.MADE_AGAIN).args(),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    last_task_at: datetime | None = column(DateTime(timezone=True))
    """When the user's newest task that is not deleted was created."""
