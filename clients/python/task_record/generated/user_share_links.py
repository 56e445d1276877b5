from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ShareLinkPage


class UserShareLinks(BaseModel):
    user: Optional["UserShareLinksUser"] = Field(default=None)


class UserShareLinksUser(BaseModel):
    share_links: "UserShareLinksUserShareLinks" = Field(alias="shareLinks")


UserShareLinksUserShareLinks = ShareLinkPage
UserShareLinks.model_rebuild()
UserShareLinksUser.model_rebuild()
