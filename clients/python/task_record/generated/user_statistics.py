from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import StatisticsFields


class UserStatistics(BaseModel):
    user: Optional["UserStatisticsUser"] = Field(default=None)


class UserStatisticsUser(BaseModel):
    statistics: "UserStatisticsUserStatistics"


UserStatisticsUserStatistics = StatisticsFields
UserStatistics.model_rebuild()
UserStatisticsUser.model_rebuild()
