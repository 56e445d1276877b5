from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, TaskFields


class BeginTask(BaseModel):
    create_task: Optional["BeginTaskCreateTask"] = Field(
        alias="createTask", default=None
    )
    start_task: Optional["BeginTaskStartTask"] = Field(alias="startTask", default=None)


class BeginTaskCreateTask(BaseModel):
    task: Optional["BeginTaskCreateTaskTask"] = Field(default=None)
    errors: list["BeginTaskCreateTaskErrors"]


BeginTaskCreateTaskTask = TaskFields
BeginTaskCreateTaskErrors = ErrorFields


class BeginTaskStartTask(BaseModel):
    errors: list["BeginTaskStartTaskErrors"]


BeginTaskStartTaskErrors = ErrorFields
BeginTask.model_rebuild()
BeginTaskCreateTask.model_rebuild()
BeginTaskStartTask.model_rebuild()
