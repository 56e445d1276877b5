from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class DeleteTasks(BaseModel):
    delete_tasks: Optional["DeleteTasksDeleteTasks"] = Field(
        alias="deleteTasks", default=None
    )


class DeleteTasksDeleteTasks(BaseModel):
    deleted_task_ids: list[str] = Field(alias="deletedTaskIds")
    errors: list["DeleteTasksDeleteTasksErrors"]


DeleteTasksDeleteTasksErrors = ErrorFields
DeleteTasks.model_rebuild()
DeleteTasksDeleteTasks.model_rebuild()
