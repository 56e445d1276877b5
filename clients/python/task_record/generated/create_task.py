from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, TaskFields


class CreateTask(BaseModel):
    create_task: Optional["CreateTaskCreateTask"] = Field(
        alias="createTask", default=None
    )


class CreateTaskCreateTask(BaseModel):
    task: Optional["CreateTaskCreateTaskTask"] = Field(default=None)
    errors: list["CreateTaskCreateTaskErrors"]


CreateTaskCreateTaskTask = TaskFields
CreateTaskCreateTaskErrors = ErrorFields
CreateTask.model_rebuild()
CreateTaskCreateTask.model_rebuild()
