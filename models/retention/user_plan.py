from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

import models.metadata  # noqa: F401 - its naming convention, and the table of users


class UserPlan(SQLModel, table=True):
    """The plan that a user was seen with when their last task was recorded: written when it is another than before."""

    __tablename__ = "user_plans"
    __table_args__ = ({"schema": "task_record"},)

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    plan: str = Field(sa_type=Text)
