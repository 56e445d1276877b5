from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskFields


class TaskByExternalId(BaseModel):
    task_by_external_id: Optional["TaskByExternalIdTaskByExternalId"] = Field(
        alias="taskByExternalId", default=None
    )


TaskByExternalIdTaskByExternalId = TaskFields
TaskByExternalId.model_rebuild()
