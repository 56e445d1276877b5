from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy import ColumnElement
from sqlmodel import col

from models.task import Task, TaskStatus, TaskType
from models.text import Storable

AtMost100 = Field(max_length=100)


class DateTimeRange(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    gte: AwareDatetime | None = None
    lt: AwareDatetime | None = None

    @model_validator(mode="after")
    def gte_before_lt(self) -> Self:
        if self.gte and self.lt and self.gte > self.lt:
            raise ValueError("`gte` must not be after `lt`")
        return self


class TaskFilter(BaseModel):
    """Which tasks: those that meet every field given."""

    model_config = ConfigDict(from_attributes=True)

    status: Annotated[list[TaskStatus], AtMost100] | None = None
    task_type: Annotated[list[TaskType], AtMost100] | None = None
    created_at: DateTimeRange | None = None
    search: Annotated[str, StringConstraints(min_length=1, max_length=200), Storable] | None = None
    model_version: Annotated[list[Annotated[str, Storable]], AtMost100] | None = None
    aspect_ratio: Annotated[list[Annotated[str, Storable]], AtMost100] | None = None

    @property
    def fields(self) -> list[str]:
        return [name for name in type(self).model_fields if getattr(self, name) is not None]

    def conditions(self) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = [
            col(getattr(Task, name)).in_(getattr(self, name))
            for name in ("status", "task_type", "model_version", "aspect_ratio")
            if getattr(self, name) is not None
        ]
        if self.search is not None:
            conditions.append(col(Task.prompt).icontains(self.search, autoescape=True))
        if self.created_at and self.created_at.gte:
            conditions.append(col(Task.created_at) >= self.created_at.gte)
        if self.created_at and self.created_at.lt:
            conditions.append(col(Task.created_at) < self.created_at.lt)
        return conditions
