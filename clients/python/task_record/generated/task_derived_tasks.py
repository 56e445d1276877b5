from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskPage


class TaskDerivedTasks(BaseModel):
    task: Optional["TaskDerivedTasksTask"] = Field(default=None)


class TaskDerivedTasksTask(BaseModel):
    derived_tasks: "TaskDerivedTasksTaskDerivedTasks" = Field(alias="derivedTasks")


TaskDerivedTasksTaskDerivedTasks = TaskPage
TaskDerivedTasks.model_rebuild()
TaskDerivedTasksTask.model_rebuild()
