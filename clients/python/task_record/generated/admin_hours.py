from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import HourUseFields


class AdminHours(BaseModel):
    admin: Optional["AdminHoursAdmin"] = Field(default=None)


class AdminHoursAdmin(BaseModel):
    hours: list["AdminHoursAdminHours"]


AdminHoursAdminHours = HourUseFields
AdminHours.model_rebuild()
AdminHoursAdmin.model_rebuild()
