from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardFields


class TaskBoards(BaseModel):
    task: Optional["TaskBoardsTask"] = Field(default=None)


class TaskBoardsTask(BaseModel):
    boards: list["TaskBoardsTaskBoards"]


TaskBoardsTaskBoards = BoardFields
TaskBoards.model_rebuild()
TaskBoardsTask.model_rebuild()
