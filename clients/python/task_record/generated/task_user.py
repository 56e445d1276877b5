from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import UserFields


class TaskUser(BaseModel):
    task: Optional["TaskUserTask"] = Field(default=None)


class TaskUserTask(BaseModel):
    user: Optional["TaskUserTaskUser"] = Field(default=None)


TaskUserTaskUser = UserFields
TaskUser.model_rebuild()
TaskUserTask.model_rebuild()
