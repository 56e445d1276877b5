from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, SmallInteger
from sqlmodel import Field, SQLModel

from models.table_rules import TableRules
from models.tasks.task import MAX_IMAGES, one_of, values


class TaskRelation(StrEnum):
    RETRY = "retry"
    VARIATION = "variation"
    EDIT = "edit"
    UPSCALE = "upscale"
    REFERENCE = "reference"


class TaskDerivation(SQLModel, table=True):
    """
    One source of a task: another task of the same user that it was made from. The row is written when the task is
    recorded, and never changed: so there are no circles.
    """

    __tablename__ = "task_sources"
    __table_args__ = (
        CheckConstraint(f"relation IN ({values(TaskRelation)})", name="relation"),
        CheckConstraint(f"image_index BETWEEN 0 AND {MAX_IMAGES - 1}", name="image_index"),
        Index("task_sources_user_id_idx", "user_id"),
        Index("task_sources_source_id_created_at_task_id_idx", "source_id", "created_at", "task_id"),
        TableRules(
            users="SELECT, INSERT",
            service="SELECT, INSERT",
            members="SELECT",  # of which no policy shows a row
            erased="",  # with their tasks
        ).args(),
    )

    task_id: UUID = Field(primary_key=True, foreign_key="user_task_history.id", ondelete="CASCADE")
    position: int = Field(primary_key=True, sa_type=SmallInteger)
    """The position of the source among the task's sources, from 1."""
    user_id: UUID
    """The user whose tasks both are."""
    source_id: UUID = Field(foreign_key="user_task_history.id", ondelete="CASCADE")
    """The task that it was made from."""
    relation: str = Field(sa_type=one_of(TaskRelation, 20))
    image_index: int | None = Field(sa_type=SmallInteger)
    """The index of the source's image that was used, from 0; null when none in particular was named."""
    depth: int
    """Steps from the task, by way of this source, to the farthest task without sources."""
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    """When the task was recorded."""
