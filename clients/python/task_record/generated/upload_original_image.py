from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, TaskFields


class UploadOriginalImage(BaseModel):
    upload_original_image: Optional["UploadOriginalImageUploadOriginalImage"] = Field(
        alias="uploadOriginalImage", default=None
    )


class UploadOriginalImageUploadOriginalImage(BaseModel):
    task: Optional["UploadOriginalImageUploadOriginalImageTask"] = Field(default=None)
    errors: list["UploadOriginalImageUploadOriginalImageErrors"]


UploadOriginalImageUploadOriginalImageTask = TaskFields
UploadOriginalImageUploadOriginalImageErrors = ErrorFields
UploadOriginalImage.model_rebuild()
UploadOriginalImageUploadOriginalImage.model_rebuild()
