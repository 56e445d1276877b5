from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ShareLinkPage


class BoardLinks(BaseModel):
    board: Optional["BoardLinksBoard"] = Field(default=None)


class BoardLinksBoard(BaseModel):
    links: "BoardLinksBoardLinks"


BoardLinksBoardLinks = ShareLinkPage
BoardLinks.model_rebuild()
BoardLinksBoard.model_rebuild()
