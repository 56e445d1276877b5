from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskPage


class UnfinishedTasks(BaseModel):
    unfinished_tasks: "UnfinishedTasksUnfinishedTasks" = Field(alias="unfinishedTasks")


UnfinishedTasksUnfinishedTasks = TaskPage
UnfinishedTasks.model_rebuild()
