from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class PurgeTasks(BaseModel):
    purge_tasks: Optional["PurgeTasksPurgeTasks"] = Field(
        alias="purgeTasks", default=None
    )


class PurgeTasksPurgeTasks(BaseModel):
    purged_tasks: int = Field(alias="purgedTasks")
    errors: list["PurgeTasksPurgeTasksErrors"]


PurgeTasksPurgeTasksErrors = ErrorFields
PurgeTasks.model_rebuild()
PurgeTasksPurgeTasks.model_rebuild()
