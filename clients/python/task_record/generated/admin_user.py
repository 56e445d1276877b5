from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import UserUsageFields


class AdminUser(BaseModel):
    admin: Optional["AdminUserAdmin"] = Field(default=None)


class AdminUserAdmin(BaseModel):
    user: Optional["AdminUserAdminUser"] = Field(default=None)


AdminUserAdminUser = UserUsageFields
AdminUser.model_rebuild()
AdminUserAdmin.model_rebuild()
