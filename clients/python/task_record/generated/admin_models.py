from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ModelUseFields


class AdminModels(BaseModel):
    admin: Optional["AdminModelsAdmin"] = Field(default=None)


class AdminModelsAdmin(BaseModel):
    models: list["AdminModelsAdminModels"]


AdminModelsAdminModels = ModelUseFields
AdminModels.model_rebuild()
AdminModelsAdmin.model_rebuild()
