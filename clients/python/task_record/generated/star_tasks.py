from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class StarTasks(BaseModel):
    star_tasks: Optional["StarTasksStarTasks"] = Field(alias="starTasks", default=None)


class StarTasksStarTasks(BaseModel):
    tasks: list["StarTasksStarTasksTasks"]
    errors: list["StarTasksStarTasksErrors"]


class StarTasksStarTasksTasks(BaseModel):
    id: str


StarTasksStarTasksErrors = ErrorFields
StarTasks.model_rebuild()
StarTasksStarTasks.model_rebuild()
