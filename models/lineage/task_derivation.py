from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, SmallInteger
from sqlmodel import Field, SQLModel

from models.tasks.task import MAX_IMAGES, one_of, values


class TaskRelation(StrEnum):
    RETRY = "retry"
    VARIATION = "variation"
    EDIT = "edit"
    UPSCALE = "upscale"
    REFERENCE = "reference"


class TaskDerivation(SQLModel, table=True):
    """
    A task that another was made from. Written when that other is recorded, and never changed: so there is no circle.
    Both are of the same user.
    """

    __tablename__ = "task_sources"
    __table_args__ = (
        CheckConstraint(f"relation IN ({values(TaskRelation)})", name="relation"),
        CheckConstraint(f"image_index BETWEEN 0 AND {MAX_IMAGES - 1}", name="image_index"),
        Index("task_sources_source_id_created_at_task_id_idx", "source_id", "created_at", "task_id"),
        {"schema": "task_record"},
    )

    task_id: UUID = Field(primary_key=True, foreign_key="user_task_history.id", ondelete="CASCADE")
    position: int = Field(primary_key=True, sa_type=SmallInteger)
    """Its place among the sources of the task, from 1."""
    user_id: UUID
    source_id: UUID = Field(foreign_key="user_task_history.id", ondelete="CASCADE")
    relation: TaskRelation = Field(sa_type=one_of(TaskRelation, 20))
    image_index: int | None = Field(sa_type=SmallInteger)
    """Which of the source's images, from 0; null when it was none in particular."""
    depth: int
    """Steps from the task, by way of this source, to the farthest task without sources."""
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    """When the task was recorded."""


class TaskSourceRow(NamedTuple):
    """What statements return of a task's source; an enum is the string that its member equals."""

    derived_id: UUID
    """The task that has it."""
    task_id: UUID
    """The source itself."""
    relation: str
    image_index: int | None
