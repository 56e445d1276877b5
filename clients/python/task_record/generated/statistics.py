from .base_model import BaseModel
from .fragments import StatisticsFields


class Statistics(BaseModel):
    statistics: "StatisticsStatistics"


StatisticsStatistics = StatisticsFields
Statistics.model_rebuild()
