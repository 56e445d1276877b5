from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Index, SmallInteger
from sqlmodel import Field, SQLModel

from models.statistics.counted import USAGE, sum_columns
from models.table_rules import OnMove, TableRules
from models.tasks.task import TaskType, one_of


class UserTaskUsage(SQLModel, table=True):
    """
    What a user's tasks of one model and type used that were created on one day, or in one hour of it. Triggers on
    `user_task_history` keep it, in the time zone of `task_record.time_zone()`.
    """

    __tablename__ = "user_task_usage"
    # For what is added up over all users, day by day. Nothing that changes is in it.
    __table_args__ = (
        *sum_columns(USAGE),
        Index("user_task_usage_day_idx", "day"),
        TableRules(users="SELECT", move=OnMove.MADE_AGAIN).args(),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    hour: int = Field(primary_key=True, sa_type=SmallInteger)
    """0 to 23; -1 for the whole day, so that far fewer rows are read when hours are not asked for."""
    day: date = Field(primary_key=True)
    model_version: str = Field(primary_key=True, max_length=200)
    """Empty for tasks without a model; `other` for models beyond those that are named on that day (`UsageModel`)."""
    task_type: str = Field(primary_key=True, sa_type=one_of(TaskType, 50))
    durations: list[int] = Field(sa_type=ARRAY(BigInteger))
    """
    The generation times of completed tasks, counted in buckets, each 10 % wider than the one before. Each bucket in use
    is one element: its number times 2^32, plus how many tasks are in it. Bucket n holds times of more than 1.1^(n-1)
    and up to 1.1^n milliseconds, so that 1 ms is in bucket 0; bucket -1 holds 0 ms.
    """
