from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields, ShareLinkFields


class RevokeShareLink(BaseModel):
    revoke_share_link: Optional["RevokeShareLinkRevokeShareLink"] = Field(
        alias="revokeShareLink", default=None
    )


class RevokeShareLinkRevokeShareLink(BaseModel):
    share_link: Optional["RevokeShareLinkRevokeShareLinkShareLink"] = Field(
        alias="shareLink", default=None
    )
    errors: list["RevokeShareLinkRevokeShareLinkErrors"]


RevokeShareLinkRevokeShareLinkShareLink = ShareLinkFields
RevokeShareLinkRevokeShareLinkErrors = ErrorFields
RevokeShareLink.model_rebuild()
RevokeShareLinkRevokeShareLink.model_rebuild()
