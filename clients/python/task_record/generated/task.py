from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskFields


class Task(BaseModel):
    task: Optional["TaskTask"] = Field(default=None)


TaskTask = TaskFields
Task.model_rebuild()
