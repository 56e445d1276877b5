from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskPage


class UserTasks(BaseModel):
    user: Optional["UserTasksUser"] = Field(default=None)


class UserTasksUser(BaseModel):
    tasks: "UserTasksUserTasks"


UserTasksUserTasks = TaskPage
UserTasks.model_rebuild()
UserTasksUser.model_rebuild()
