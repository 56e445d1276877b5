from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErasurePage


class AdminErasures(BaseModel):
    admin: Optional["AdminErasuresAdmin"] = Field(default=None)


class AdminErasuresAdmin(BaseModel):
    erasures: "AdminErasuresAdminErasures"


AdminErasuresAdminErasures = ErasurePage
AdminErasures.model_rebuild()
AdminErasuresAdmin.model_rebuild()
