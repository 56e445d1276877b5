from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardFields, ErrorFields


class SetBoardMember(BaseModel):
    set_board_member: Optional["SetBoardMemberSetBoardMember"] = Field(
        alias="setBoardMember", default=None
    )


class SetBoardMemberSetBoardMember(BaseModel):
    board: Optional["SetBoardMemberSetBoardMemberBoard"] = Field(default=None)
    errors: list["SetBoardMemberSetBoardMemberErrors"]


SetBoardMemberSetBoardMemberBoard = BoardFields
SetBoardMemberSetBoardMemberErrors = ErrorFields
SetBoardMember.model_rebuild()
SetBoardMemberSetBoardMember.model_rebuild()
