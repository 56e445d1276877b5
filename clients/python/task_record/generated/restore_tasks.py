from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class RestoreTasks(BaseModel):
    restore_tasks: Optional["RestoreTasksRestoreTasks"] = Field(
        alias="restoreTasks", default=None
    )


class RestoreTasksRestoreTasks(BaseModel):
    restored_task_ids: list[str] = Field(alias="restoredTaskIds")
    errors: list["RestoreTasksRestoreTasksErrors"]


RestoreTasksRestoreTasksErrors = ErrorFields
RestoreTasks.model_rebuild()
RestoreTasksRestoreTasks.model_rebuild()
