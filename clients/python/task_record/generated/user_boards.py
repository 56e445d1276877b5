from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardPage


class UserBoards(BaseModel):
    user: Optional["UserBoardsUser"] = Field(default=None)


class UserBoardsUser(BaseModel):
    boards: "UserBoardsUserBoards"


UserBoardsUserBoards = BoardPage
UserBoards.model_rebuild()
UserBoardsUser.model_rebuild()
