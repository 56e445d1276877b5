from datetime import date
from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.insights.compare_models import ComparedModels, compare_models
from resolvers.insights.find_insights import MOST, Suggestion, find_insights
from schema.insights.insight import Insight
from schema.insights.model_comparison import ModelComparison
from schema.types.field_metadata import at_most, costs

First = Annotated[date, strawberry.argument(name="from")]
Last = Annotated[date, strawberry.argument(name="to")]


@strawberry.type
class InsightQuery:
    @strawberry.field(
        graphql_type=list[Insight],
        metadata=at_most(MOST) | costs(1_000),  # measured with 30,000 tasks
        description=(
            "Up to five insights from the caller's tasks created from `from` (inclusive) to `to` (exclusive), largest "
            "saving first. They are based on up to 400 days and the newest 30,000 tasks that have ended. No insight is "
            "based on fewer than 10 tasks or on a difference that chance explains."
        ),
    )
    async def insights(self, info: Info, first: First, last: Last) -> list[Suggestion]:
        return await find_insights(info.context, (first, last))

    @strawberry.field(
        graphql_type=ModelComparison | None,
        metadata=costs(1_000),
        description=(
            "Compares two models on the caller's prompts that both were given from `from` (inclusive) to `to` "
            "(exclusive), up to 400 days; null if there are none. Only the newest 30,000 tasks are compared."
        ),
    )
    async def compare_models(self, info: Info, models: list[str], first: First, last: Last) -> ComparedModels | None:
        return await compare_models(info.context, (first, last), models)
