from .base_model import BaseModel
from .fragments import BoardPage


class Boards(BaseModel):
    boards: "BoardsBoards"


BoardsBoards = BoardPage
Boards.model_rebuild()
