from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, SmallInteger
from sqlmodel import Field, SQLModel

from models.tasks.task import TaskType, one_of


class UserTaskUsage(SQLModel, table=True):
    """
    What a user's tasks used that were created on one day, or in one hour of it, of one model and type. Kept by triggers
    on `user_task_history`, in the time zone of `task_record.time_zone()`.
    """

    __tablename__ = "user_task_usage"
    __table_args__ = ({"schema": "task_record"},)

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    hour: int = Field(primary_key=True, sa_type=SmallInteger)
    """0 to 23; -1: all of the day, of which there are far fewer rows to read."""
    day: date = Field(primary_key=True)
    model_version: str = Field(primary_key=True, max_length=50)
    """Empty where tasks name none, `other` where that day had more models than are named (`UsageModel`)."""
    task_type: TaskType = Field(primary_key=True, sa_type=one_of(TaskType, 50))
    total_tasks: int
    successful_tasks: int
    failed_tasks: int
    tokens_used: int = Field(sa_type=BigInteger)
    credits_deducted: int = Field(sa_type=BigInteger)
    durations: list[int] = Field(sa_type=ARRAY(BigInteger))
    """
    The generation times of completed tasks, counted in buckets, each 10 % longer than the one before: of each bucket
    in use its number times 2^32, plus how many are in it. Bucket n has the milliseconds more than 1.1^(n-1), up to
    1.1^n, so that 1 is in 0; -1 has 0.
    """
