from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, SavedViewFields


class SaveView(BaseModel):
    save_view: Optional["SaveViewSaveView"] = Field(alias="saveView", default=None)


class SaveViewSaveView(BaseModel):
    saved_view: Optional["SaveViewSaveViewSavedView"] = Field(
        alias="savedView", default=None
    )
    errors: list["SaveViewSaveViewErrors"]


SaveViewSaveViewSavedView = SavedViewFields
SaveViewSaveViewErrors = ErrorFields
SaveView.model_rebuild()
SaveViewSaveView.model_rebuild()
