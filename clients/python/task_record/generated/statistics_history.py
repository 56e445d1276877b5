from pydantic import Field

from .base_model import BaseModel
from .fragments import StatisticsFields


class StatisticsHistory(BaseModel):
    statistics_history: list["StatisticsHistoryStatisticsHistory"] = Field(
        alias="statisticsHistory"
    )


StatisticsHistoryStatisticsHistory = StatisticsFields
StatisticsHistory.model_rebuild()
