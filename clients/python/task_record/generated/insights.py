from .base_model import BaseModel
from .fragments import InsightFields


class Insights(BaseModel):
    insights: list["InsightsInsights"]


InsightsInsights = InsightFields
Insights.model_rebuild()
