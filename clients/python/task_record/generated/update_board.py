from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardFields, ErrorFields


class UpdateBoard(BaseModel):
    update_board: Optional["UpdateBoardUpdateBoard"] = Field(
        alias="updateBoard", default=None
    )


class UpdateBoardUpdateBoard(BaseModel):
    board: Optional["UpdateBoardUpdateBoardBoard"] = Field(default=None)
    errors: list["UpdateBoardUpdateBoardErrors"]


UpdateBoardUpdateBoardBoard = BoardFields
UpdateBoardUpdateBoardErrors = ErrorFields
UpdateBoard.model_rebuild()
UpdateBoardUpdateBoard.model_rebuild()
