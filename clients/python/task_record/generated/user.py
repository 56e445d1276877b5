from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import UserFields


class User(BaseModel):
    user: Optional["UserUser"] = Field(default=None)


UserUser = UserFields
User.model_rebuild()
