from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskChangePage


class TaskChanges(BaseModel):
    task_changes: "TaskChangesTaskChanges" = Field(alias="taskChanges")


TaskChangesTaskChanges = TaskChangePage
TaskChanges.model_rebuild()
