from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskPage


class TasksOfUser(BaseModel):
    user: Optional["TasksOfUserUser"] = Field(default=None)


class TasksOfUserUser(BaseModel):
    tasks: "TasksOfUserUserTasks"


TasksOfUserUserTasks = TaskPage
TasksOfUser.model_rebuild()
TasksOfUserUser.model_rebuild()
