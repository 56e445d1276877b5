from pydantic import Field

from .base_model import BaseModel
from .fragments import ShareLinkPage


class ShareLinks(BaseModel):
    share_links: "ShareLinksShareLinks" = Field(alias="shareLinks")


ShareLinksShareLinks = ShareLinkPage
ShareLinks.model_rebuild()
