from pydantic import Field

from .base_model import BaseModel
from .fragments import ImageVerificationFields


class VerifyImage(BaseModel):
    verify_image: "VerifyImageVerifyImage" = Field(alias="verifyImage")


VerifyImageVerifyImage = ImageVerificationFields
VerifyImage.model_rebuild()
