from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class DeleteView(BaseModel):
    delete_view: Optional["DeleteViewDeleteView"] = Field(
        alias="deleteView", default=None
    )


class DeleteViewDeleteView(BaseModel):
    deleted_view_id: Optional[str] = Field(alias="deletedViewId", default=None)
    errors: list["DeleteViewDeleteViewErrors"]


DeleteViewDeleteViewErrors = ErrorFields
DeleteView.model_rebuild()
DeleteViewDeleteView.model_rebuild()
