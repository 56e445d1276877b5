from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class DeleteTask(BaseModel):
    delete_task: Optional["DeleteTaskDeleteTask"] = Field(
        alias="deleteTask", default=None
    )


class DeleteTaskDeleteTask(BaseModel):
    deleted_task_id: Optional[str] = Field(alias="deletedTaskId", default=None)
    errors: list["DeleteTaskDeleteTaskErrors"]


DeleteTaskDeleteTaskErrors = ErrorFields
DeleteTask.model_rebuild()
DeleteTaskDeleteTask.model_rebuild()
