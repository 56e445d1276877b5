from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskPlaceFields


class TaskPlace(BaseModel):
    task_place: Optional["TaskPlaceTaskPlace"] = Field(alias="taskPlace", default=None)


TaskPlaceTaskPlace = TaskPlaceFields
TaskPlace.model_rebuild()
