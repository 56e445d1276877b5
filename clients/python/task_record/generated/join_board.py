from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardFields, ErrorFields


class JoinBoard(BaseModel):
    join_board: Optional["JoinBoardJoinBoard"] = Field(alias="joinBoard", default=None)


class JoinBoardJoinBoard(BaseModel):
    board: Optional["JoinBoardJoinBoardBoard"] = Field(default=None)
    errors: list["JoinBoardJoinBoardErrors"]


JoinBoardJoinBoardBoard = BoardFields
JoinBoardJoinBoardErrors = ErrorFields
JoinBoard.model_rebuild()
JoinBoardJoinBoard.model_rebuild()
