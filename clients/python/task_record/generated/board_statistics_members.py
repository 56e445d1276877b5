from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import BoardUsageFields


class BoardStatisticsMembers(BaseModel):
    board: Optional["BoardStatisticsMembersBoard"] = Field(default=None)


class BoardStatisticsMembersBoard(BaseModel):
    statistics: "BoardStatisticsMembersBoardStatistics"


class BoardStatisticsMembersBoardStatistics(BaseModel):
    members: list["BoardStatisticsMembersBoardStatisticsMembers"]


BoardStatisticsMembersBoardStatisticsMembers = BoardUsageFields
BoardStatisticsMembers.model_rebuild()
BoardStatisticsMembersBoard.model_rebuild()
BoardStatisticsMembersBoardStatistics.model_rebuild()
