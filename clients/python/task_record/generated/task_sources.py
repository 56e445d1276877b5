from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskSourceFields


class TaskSources(BaseModel):
    task: Optional["TaskSourcesTask"] = Field(default=None)


class TaskSourcesTask(BaseModel):
    sources: list["TaskSourcesTaskSources"]


TaskSourcesTaskSources = TaskSourceFields
TaskSources.model_rebuild()
TaskSourcesTask.model_rebuild()
