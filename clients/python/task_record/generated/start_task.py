from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, TaskFields


class StartTask(BaseModel):
    start_task: Optional["StartTaskStartTask"] = Field(alias="startTask", default=None)


class StartTaskStartTask(BaseModel):
    task: Optional["StartTaskStartTaskTask"] = Field(default=None)
    errors: list["StartTaskStartTaskErrors"]


StartTaskStartTaskTask = TaskFields
StartTaskStartTaskErrors = ErrorFields
StartTask.model_rebuild()
StartTaskStartTask.model_rebuild()
