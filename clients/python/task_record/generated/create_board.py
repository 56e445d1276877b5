from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardFields, ErrorFields


class CreateBoard(BaseModel):
    create_board: Optional["CreateBoardCreateBoard"] = Field(
        alias="createBoard", default=None
    )


class CreateBoardCreateBoard(BaseModel):
    board: Optional["CreateBoardCreateBoardBoard"] = Field(default=None)
    errors: list["CreateBoardCreateBoardErrors"]


CreateBoardCreateBoardBoard = BoardFields
CreateBoardCreateBoardErrors = ErrorFields
CreateBoard.model_rebuild()
CreateBoardCreateBoard.model_rebuild()
