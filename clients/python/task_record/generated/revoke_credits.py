from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CreditsFields, ErrorFields


class RevokeCredits(BaseModel):
    revoke_credits: Optional["RevokeCreditsRevokeCredits"] = Field(
        alias="revokeCredits", default=None
    )


class RevokeCreditsRevokeCredits(BaseModel):
    credits: Optional["RevokeCreditsRevokeCreditsCredits"] = Field(default=None)
    errors: list["RevokeCreditsRevokeCreditsErrors"]


RevokeCreditsRevokeCreditsCredits = CreditsFields
RevokeCreditsRevokeCreditsErrors = ErrorFields
RevokeCredits.model_rebuild()
RevokeCreditsRevokeCredits.model_rebuild()
