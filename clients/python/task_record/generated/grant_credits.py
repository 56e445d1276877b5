from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CreditsFields, ErrorFields


class GrantCredits(BaseModel):
    grant_credits: Optional["GrantCreditsGrantCredits"] = Field(
        alias="grantCredits", default=None
    )


class GrantCreditsGrantCredits(BaseModel):
    credits: Optional["GrantCreditsGrantCreditsCredits"] = Field(default=None)
    errors: list["GrantCreditsGrantCreditsErrors"]


GrantCreditsGrantCreditsCredits = CreditsFields
GrantCreditsGrantCreditsErrors = ErrorFields
GrantCredits.model_rebuild()
GrantCreditsGrantCredits.model_rebuild()
