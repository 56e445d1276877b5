from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ErrorFields


class DeleteBoard(BaseModel):
    delete_board: Optional["DeleteBoardDeleteBoard"] = Field(
        alias="deleteBoard", default=None
    )


class DeleteBoardDeleteBoard(BaseModel):
    deleted_board_id: Optional[str] = Field(alias="deletedBoardId", default=None)
    errors: list["DeleteBoardDeleteBoardErrors"]


DeleteBoardDeleteBoardErrors = ErrorFields
DeleteBoard.model_rebuild()
DeleteBoardDeleteBoard.model_rebuild()
