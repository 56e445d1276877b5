from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ActivityFields


class AdminActivity(BaseModel):
    admin: Optional["AdminActivityAdmin"] = Field(default=None)


class AdminActivityAdmin(BaseModel):
    activity: list["AdminActivityAdminActivity"]


AdminActivityAdminActivity = ActivityFields
AdminActivity.model_rebuild()
AdminActivityAdmin.model_rebuild()
