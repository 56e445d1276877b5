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
            "What the caller's own record suggests, from tasks created from `from` (included) to `to` (excluded), up "
            "to 400 days and the newest 30,000 that have ended: up to five insights, each with its evidence; what "
            "would save most first. None is given of fewer than 10 tasks, or of a difference that chance explains."
        ),
    )
    async def insights(self, info: Info, first: First, last: Last) -> list[Suggestion]:
        return await find_insights(info.context, (first, last))

    @strawberry.field(
        graphql_type=ModelComparison | None,
        metadata=costs(1_000),
        description=(
            "Two models side by side, on those prompts of the caller that both were given in up to 400 days, from "
            "`from` (included) to `to` (excluded); null when there are none. The newest 30,000 tasks are looked at."
        ),
    )
    async def compare_models(self, info: Info, models: list[str], first: First, last: Last) -> ComparedModels | None:
        return await compare_models(info.context, (first, last), models)
