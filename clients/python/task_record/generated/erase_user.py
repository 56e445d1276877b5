from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErasureFields, ErrorFields


class EraseUser(BaseModel):
    erase_user: Optional["EraseUserEraseUser"] = Field(alias="eraseUser", default=None)


class EraseUserEraseUser(BaseModel):
    erasure: Optional["EraseUserEraseUserErasure"] = Field(default=None)
    errors: list["EraseUserEraseUserErrors"]


EraseUserEraseUserErasure = ErasureFields
EraseUserEraseUserErrors = ErrorFields
EraseUser.model_rebuild()
EraseUserEraseUser.model_rebuild()
