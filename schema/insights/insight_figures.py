from decimal import Decimal
from typing import Annotated

import strawberry

from models.statement import is_row_of
from resolvers.insights.typed_evidence import ComparisonRow, FailureShareRow, RepetitionRow
from schema.types.scalars import BigInt


@strawberry.type(description="What one model used for the compared tasks.")
class ModelFigures:
    model_version: str = strawberry.field(description="The model.")
    good_tasks: int = strawberry.field(description="Completed tasks that are not rated 1 or 2.")
    credits_deducted: BigInt
    cost: Decimal
    generation_time_ms: int | None = strawberry.field(description="Mean of completed tasks; null if none was reported.")
    average_rating: float | None = strawberry.field(description="Null if no task is rated.")


@strawberry.type(description="The figures of `CHEAPER_MODEL` and `FASTER_MODEL`: pairs of tasks with one prompt.")
class ComparisonFigures:
    task_count: int = strawberry.field(description="Tasks of each model.")
    prompt_count: int = strawberry.field(description="Prompts that both models were given.")
    used: ModelFigures = strawberry.field(description="Of the model in use.")
    suggested: ModelFigures = strawberry.field(description="Of the model that is `subject`.")
    cheaper_tasks: int = strawberry.field(description="Pairs in which the suggested model was cheaper.")
    costlier_tasks: int = strawberry.field(description="Pairs in which the suggested model was more expensive.")
    faster_tasks: int = strawberry.field(description="Pairs in which the suggested model was faster.")
    slower_tasks: int = strawberry.field(description="Pairs in which the suggested model was slower.")

    is_type_of = staticmethod(is_row_of(ComparisonRow))


@strawberry.type(description="A model's failures for one reason.")
class FailuresOfModel:
    model_version: str = strawberry.field(description="The model.")
    failed_tasks: int = strawberry.field(description="Its tasks that failed for the reason.")
    task_count: int = strawberry.field(description="Its tasks that completed or failed.")


@strawberry.type(description="The figures of `FREQUENT_FAILURE`.")
class FailureFigures:
    failed_tasks: int = strawberry.field(description="Tasks that failed for the reason.")
    task_count: int = strawberry.field(description="Tasks that completed or failed.")
    cost: Decimal = strawberry.field(description="Providers' charges for the failed tasks, in `CURRENCY`.")
    worst: FailuresOfModel | None = strawberry.field(
        description="The model that fails most often for the reason; null if none stands out."
    )

    is_type_of = staticmethod(is_row_of(FailureShareRow))


@strawberry.type(description="The figures of `REPEATED_PROMPT`.")
class RepetitionFigures:
    task_count: int = strawberry.field(description="Completed tasks with the prompt.")
    liked_tasks: int = strawberry.field(description="Tasks of these that are rated 4 or 5.")
    credits_deducted: BigInt
    cost: Decimal

    is_type_of = staticmethod(is_row_of(RepetitionRow))


InsightFigures = Annotated[
    ComparisonFigures | FailureFigures | RepetitionFigures,
    strawberry.union("InsightFigures", description="The figures that an insight is based on, by its kind."),
]
