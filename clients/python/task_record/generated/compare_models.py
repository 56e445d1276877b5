from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ModelComparisonFields


class CompareModels(BaseModel):
    compare_models: Optional["CompareModelsCompareModels"] = Field(
        alias="compareModels", default=None
    )


CompareModelsCompareModels = ModelComparisonFields
CompareModels.model_rebuild()
