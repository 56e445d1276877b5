from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErasureFields


class AdminErasure(BaseModel):
    admin: Optional["AdminErasureAdmin"] = Field(default=None)


class AdminErasureAdmin(BaseModel):
    erasure: Optional["AdminErasureAdminErasure"] = Field(default=None)


AdminErasureAdminErasure = ErasureFields
AdminErasure.model_rebuild()
AdminErasureAdmin.model_rebuild()
