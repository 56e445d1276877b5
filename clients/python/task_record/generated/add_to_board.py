from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardFields, ErrorFields


class AddToBoard(BaseModel):
    add_to_board: Optional["AddToBoardAddToBoard"] = Field(
        alias="addToBoard", default=None
    )


class AddToBoardAddToBoard(BaseModel):
    board: Optional["AddToBoardAddToBoardBoard"] = Field(default=None)
    errors: list["AddToBoardAddToBoardErrors"]


AddToBoardAddToBoardBoard = BoardFields
AddToBoardAddToBoardErrors = ErrorFields
AddToBoard.model_rebuild()
AddToBoardAddToBoard.model_rebuild()
