from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import StatisticsFields


class AdminStatistics(BaseModel):
    admin: Optional["AdminStatisticsAdmin"] = Field(default=None)


class AdminStatisticsAdmin(BaseModel):
    statistics: "AdminStatisticsAdminStatistics"


AdminStatisticsAdminStatistics = StatisticsFields
AdminStatistics.model_rebuild()
AdminStatisticsAdmin.model_rebuild()
