from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, TaskFields


class CompleteTask(BaseModel):
    complete_task: Optional["CompleteTaskCompleteTask"] = Field(
        alias="completeTask", default=None
    )


class CompleteTaskCompleteTask(BaseModel):
    task: Optional["CompleteTaskCompleteTaskTask"] = Field(default=None)
    errors: list["CompleteTaskCompleteTaskErrors"]


CompleteTaskCompleteTaskTask = TaskFields
CompleteTaskCompleteTaskErrors = ErrorFields
CompleteTask.model_rebuild()
CompleteTaskCompleteTask.model_rebuild()
