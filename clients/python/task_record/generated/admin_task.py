from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskFields


class AdminTask(BaseModel):
    admin: Optional["AdminTaskAdmin"] = Field(default=None)


class AdminTaskAdmin(BaseModel):
    task: Optional["AdminTaskAdminTask"] = Field(default=None)


AdminTaskAdminTask = TaskFields
AdminTask.model_rebuild()
AdminTaskAdmin.model_rebuild()
