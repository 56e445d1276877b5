from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardFields


class Board(BaseModel):
    board: Optional["BoardBoard"] = Field(default=None)


BoardBoard = BoardFields
Board.model_rebuild()
