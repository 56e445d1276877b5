from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlmodel import Field, SQLModel

from models.table_rules import OnMove, TableRules


class LabelTask(SQLModel, table=True):
    """A label of a task. The key has each label's tasks in the order of time, in which lists are read."""

    __tablename__ = "label_tasks"
    __table_args__ = TableRules(users="SELECT", move=OnMove.MADE_AGAIN).args()

    user_id: UUID = Field(primary_key=True)
    label: str = Field(sa_type=Text, primary_key=True)
    created_at: datetime = Field(sa_type=DateTime(timezone=True), primary_key=True)
    task_id: UUID = Field(primary_key=True)
