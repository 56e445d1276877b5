from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardStatisticsFields


class BoardStatistics(BaseModel):
    board: Optional["BoardStatisticsBoard"] = Field(default=None)


class BoardStatisticsBoard(BaseModel):
    statistics: "BoardStatisticsBoardStatistics"


BoardStatisticsBoardStatistics = BoardStatisticsFields
BoardStatistics.model_rebuild()
BoardStatisticsBoard.model_rebuild()
