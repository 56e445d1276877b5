from datetime import date
from uuid import UUID

from sqlmodel import Field, SQLModel

import models.metadata  # noqa: F401 - its naming convention, and the table of users


class UsageModel(SQLModel, table=True):
    """A model whose tasks of one day are counted by its name, in `UserTaskUsage`: up to 50 of each user and day."""

    __tablename__ = "usage_models"
    __table_args__ = ({"schema": "task_record"},)

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    day: date = Field(primary_key=True)
    model_version: str = Field(primary_key=True, max_length=50)
