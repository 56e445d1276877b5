from pydantic import Field

from .base_model import BaseModel
from .fragments import SavedViewFields


class SavedViews(BaseModel):
    saved_views: list["SavedViewsSavedViews"] = Field(alias="savedViews")


SavedViewsSavedViews = SavedViewFields
SavedViews.model_rebuild()
