from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, TaskFields


class FailTask(BaseModel):
    fail_task: Optional["FailTaskFailTask"] = Field(alias="failTask", default=None)


class FailTaskFailTask(BaseModel):
    task: Optional["FailTaskFailTaskTask"] = Field(default=None)
    errors: list["FailTaskFailTaskErrors"]


FailTaskFailTaskTask = TaskFields
FailTaskFailTaskErrors = ErrorFields
FailTask.model_rebuild()
FailTaskFailTask.model_rebuild()
