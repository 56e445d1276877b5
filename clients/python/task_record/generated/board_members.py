from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardMemberFields


class BoardMembers(BaseModel):
    board: Optional["BoardMembersBoard"] = Field(default=None)


class BoardMembersBoard(BaseModel):
    members: list["BoardMembersBoardMembers"]


BoardMembersBoardMembers = BoardMemberFields
BoardMembers.model_rebuild()
BoardMembersBoard.model_rebuild()
