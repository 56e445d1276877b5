from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import UserUsagePage


class AdminUsers(BaseModel):
    admin: Optional["AdminUsersAdmin"] = Field(default=None)


class AdminUsersAdmin(BaseModel):
    users: "AdminUsersAdminUsers"


AdminUsersAdminUsers = UserUsagePage
AdminUsers.model_rebuild()
AdminUsersAdmin.model_rebuild()
