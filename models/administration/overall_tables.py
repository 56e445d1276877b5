"""
The tables of totals over all users. Only functions and triggers that run as the owner write them
(migrations/sql/administration/count_changes.sql).
"""

from datetime import date, datetime
from decimal import Decimal
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
    Integer,
    Numeric,
    Table,
    Uuid,
)
from sqlmodel import Field, SQLModel

import models.metadata  # noqa: F401 - its naming convention, and the table of users
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks.task import one_of, values

SCHEMA = {"schema": "task_record"}
RANKED_BY = ("total_tasks", "total_tokens_used", "total_credits_deducted", "images_size", "failed_tasks", "total_cost")


def column(kind: Any = BigInteger) -> Any:
    return Field(sa_type=kind)


overall_changes = Table(
    "overall_changes",
    SQLModel.metadata,
    Column("user_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    *(
        Column(name, Integer, nullable=False)
        for name in ("image_count", "total_tasks", "successful_tasks", "failed_tasks")
    ),
    *(
        Column(name, BigInteger, nullable=False)
        for name in ("total_tokens_used", "total_credits_deducted", "total_generation_time_ms")
    ),
    Column("timed_tasks", Integer, nullable=False),
    Column("completed_generation_time_ms", BigInteger, nullable=False),
    Column("images_size", BigInteger, nullable=False),
    Column("canceled_tasks", Integer, nullable=False, server_default="0"),
    Column("total_cost", Numeric, nullable=False, server_default="0"),
    schema="task_record",
)
"""What each change of tasks adds to the totals over all users. The worker counts these rows and removes them."""


class OverallStatistics(SQLModel, table=True):
    """Totals over all users in one period; `UserTaskStatistics` has those of one user."""

    __tablename__ = "overall_statistics"
    __table_args__ = (CheckConstraint(f"period_type IN ({values(StatisticsPeriod)})", name="period_type"), SCHEMA)

    period_type: StatisticsPeriod = Field(sa_type=one_of(StatisticsPeriod, 20), primary_key=True)
    period_date: date = Field(primary_key=True)
    image_count: int = column()
    """Images that are stored now."""
    total_tasks: int = column()
    successful_tasks: int = column()
    failed_tasks: int = column()
    total_tokens_used: int = column()
    total_credits_deducted: int = column()
    total_generation_time_ms: int = column()
    timed_tasks: int = column()
    completed_generation_time_ms: int = column()
    avg_generation_time_ms: float | None = Field(
        sa_type=Double,
        sa_column_args=[
            Computed("completed_generation_time_ms::double precision / NULLIF(timed_tasks, 0)", persisted=True)
        ],
    )
    images_size: int = column()
    canceled_tasks: int = Field(sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    total_cost: Decimal = Field(sa_type=Numeric, sa_column_kwargs={"server_default": "0"})


class OverallCount(SQLModel, table=True):
    """The table whose only row says when all changes were counted last."""

    __tablename__ = "overall_count"
    __table_args__ = (CheckConstraint("id = 1", name="id"), SCHEMA)

    id: int = Field(primary_key=True, sa_column_kwargs={"server_default": "1", "autoincrement": False})
    counted_at: datetime = column(DateTime(timezone=True))
    currency: str | None = Field(max_length=3)
    """The currency of all costs: that of the servers, which another one must not mix with."""


class UserRank(SQLModel, table=True):
    """A user's totals of all time, as they were when changes were counted last, indexed by each of RANKED_BY."""

    __tablename__ = "user_ranking"
    __table_args__ = (*(Index(f"user_ranking_{name}_user_id_idx", name, "user_id") for name in RANKED_BY), SCHEMA)

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    total_tasks: int
    total_tokens_used: int = column()
    total_credits_deducted: int = column()
    images_size: int = column()
    last_task_at: datetime | None = column(DateTime(timezone=True))
    """When the user's newest task that is not deleted was created."""
    failed_tasks: int = Field(sa_column_kwargs={"server_default": "0"})
    total_cost: Decimal = Field(sa_type=Numeric, sa_column_kwargs={"server_default": "0"})
