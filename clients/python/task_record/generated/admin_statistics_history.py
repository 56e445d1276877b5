from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import StatisticsFields


class AdminStatisticsHistory(BaseModel):
    admin: Optional["AdminStatisticsHistoryAdmin"] = Field(default=None)


class AdminStatisticsHistoryAdmin(BaseModel):
    statistics_history: list["AdminStatisticsHistoryAdminStatisticsHistory"] = Field(
        alias="statisticsHistory"
    )


AdminStatisticsHistoryAdminStatisticsHistory = StatisticsFields
AdminStatisticsHistory.model_rebuild()
AdminStatisticsHistoryAdmin.model_rebuild()
