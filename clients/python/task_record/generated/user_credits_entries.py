from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CreditEntryPage


class UserCreditsEntries(BaseModel):
    user: Optional["UserCreditsEntriesUser"] = Field(default=None)


class UserCreditsEntriesUser(BaseModel):
    credits: Optional["UserCreditsEntriesUserCredits"] = Field(default=None)


class UserCreditsEntriesUserCredits(BaseModel):
    entries: "UserCreditsEntriesUserCreditsEntries"


UserCreditsEntriesUserCreditsEntries = CreditEntryPage
UserCreditsEntries.model_rebuild()
UserCreditsEntriesUser.model_rebuild()
UserCreditsEntriesUserCredits.model_rebuild()
