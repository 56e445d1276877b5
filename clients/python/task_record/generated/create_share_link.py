from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, ShareLinkFields


class CreateShareLink(BaseModel):
    create_share_link: Optional["CreateShareLinkCreateShareLink"] = Field(
        alias="createShareLink", default=None
    )


class CreateShareLinkCreateShareLink(BaseModel):
    share_link: Optional["CreateShareLinkCreateShareLinkShareLink"] = Field(
        alias="shareLink", default=None
    )
    url: Optional[str] = Field(default=None)
    errors: list["CreateShareLinkCreateShareLinkErrors"]


CreateShareLinkCreateShareLinkShareLink = ShareLinkFields
CreateShareLinkCreateShareLinkErrors = ErrorFields
CreateShareLink.model_rebuild()
CreateShareLinkCreateShareLink.model_rebuild()
