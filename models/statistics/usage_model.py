from datetime import date
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.table_rules import TableRules


class UsageModel(SQLModel, table=True):
    """A model that `UserTaskUsage` counts by its name on one day: there are up to 50 for each user and day."""

    __tablename__ = "usage_models"
    __table_args__ = (TableRules(users="SELECT").args(),)

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    day: date = Field(primary_key=True)
    model_version: str = Field(primary_key=True, max_length=200)
