from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class TrashTasks(BaseModel):
    trash_tasks: Optional["TrashTasksTrashTasks"] = Field(
        alias="trashTasks", default=None
    )


class TrashTasksTrashTasks(BaseModel):
    trashed_task_ids: list[str] = Field(alias="trashedTaskIds")
    errors: list["TrashTasksTrashTasksErrors"]


TrashTasksTrashTasksErrors = ErrorFields
TrashTasks.model_rebuild()
TrashTasksTrashTasks.model_rebuild()
