from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AdminFields


class Admin(BaseModel):
    admin: Optional["AdminAdmin"] = Field(default=None)


AdminAdmin = AdminFields
Admin.model_rebuild()
