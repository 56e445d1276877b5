from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class CreateImageUpload(BaseModel):
    create_image_upload: Optional["CreateImageUploadCreateImageUpload"] = Field(
        alias="createImageUpload", default=None
    )


class CreateImageUploadCreateImageUpload(BaseModel):
    upload: Optional["CreateImageUploadCreateImageUploadUpload"] = Field(default=None)
    errors: list["CreateImageUploadCreateImageUploadErrors"]


class CreateImageUploadCreateImageUploadUpload(BaseModel):
    id: str
    method: str
    url: str
    headers: list["CreateImageUploadCreateImageUploadUploadHeaders"]
    expires_at: datetime = Field(alias="expiresAt")


class CreateImageUploadCreateImageUploadUploadHeaders(BaseModel):
    name: str
    value: str


CreateImageUploadCreateImageUploadErrors = ErrorFields
CreateImageUpload.model_rebuild()
CreateImageUploadCreateImageUpload.model_rebuild()
CreateImageUploadCreateImageUploadUpload.model_rebuild()
