from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskPage


class AdminTasks(BaseModel):
    admin: Optional["AdminTasksAdmin"] = Field(default=None)


class AdminTasksAdmin(BaseModel):
    tasks: "AdminTasksAdminTasks"


AdminTasksAdminTasks = TaskPage
AdminTasks.model_rebuild()
AdminTasksAdmin.model_rebuild()
