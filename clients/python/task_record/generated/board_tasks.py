from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskPage


class BoardTasks(BaseModel):
    board: Optional["BoardTasksBoard"] = Field(default=None)


class BoardTasksBoard(BaseModel):
    tasks: "BoardTasksBoardTasks"


BoardTasksBoardTasks = TaskPage
BoardTasks.model_rebuild()
BoardTasksBoard.model_rebuild()
