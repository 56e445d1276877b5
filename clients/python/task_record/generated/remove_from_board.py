from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardFields, ErrorFields


class RemoveFromBoard(BaseModel):
    remove_from_board: Optional["RemoveFromBoardRemoveFromBoard"] = Field(
        alias="removeFromBoard", default=None
    )


class RemoveFromBoardRemoveFromBoard(BaseModel):
    board: Optional["RemoveFromBoardRemoveFromBoardBoard"] = Field(default=None)
    errors: list["RemoveFromBoardRemoveFromBoardErrors"]


RemoveFromBoardRemoveFromBoardBoard = BoardFields
RemoveFromBoardRemoveFromBoardErrors = ErrorFields
RemoveFromBoard.model_rebuild()
RemoveFromBoardRemoveFromBoard.model_rebuild()
