from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TaskPlaceFields


class AdminTaskPlace(BaseModel):
    admin: Optional["AdminTaskPlaceAdmin"] = Field(default=None)


class AdminTaskPlaceAdmin(BaseModel):
    task_place: Optional["AdminTaskPlaceAdminTaskPlace"] = Field(
        alias="taskPlace", default=None
    )


AdminTaskPlaceAdminTaskPlace = TaskPlaceFields
AdminTaskPlace.model_rebuild()
AdminTaskPlaceAdmin.model_rebuild()
