from decimal import Decimal

import strawberry

from models.insights.model_results import EXAMPLES
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.insights.compare_models import ComparedModels, PairOfTasks, compare_models, examples_of
from resolvers.insights.find_insights import MOST, MOST_EXAMPLES, Suggestion, find_insights, tasks_of
from resolvers.insights.typed_evidence import FiguresRow, InsightKind, figures_of
from schema.insights.insight_figures import InsightFigures
from schema.tasks.task_record import TaskRecord
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, costs, deprecated, formerly, reads
from schema.types.scalars import JSON, BigInt, FromDate, ToDate

described_enum(
    InsightKind,
    "Kinds may be added.",
    CHEAPER_MODEL="Another model is cheaper for the same prompts, with the same success.",
    FASTER_MODEL="Another model is faster for the same prompts, with the same success.",
    FREQUENT_FAILURE="Many tasks failed for the same reason.",
    REPEATED_PROMPT="The same prompt was paid for repeatedly.",
)


@strawberry.type(description="A finding in the caller's tasks.")
class Insight:
    kind: InsightKind = strawberry.field(description="The type of finding.")
    subject: str = strawberry.field(
        description=(
            "The cheaper or faster model, the failure's code (or else message), or the prompt's first 200 characters."
        )
    )
    task_count: int = strawberry.field(description="Number of tasks it is based on, of each model if two are compared.")
    credits: BigInt | None = strawberry.field(description="Credits that could have been saved.")
    evidence: JSON = strawberry.field(
        description="The `figures` as JSON.", deprecation_reason=deprecated("Use `figures`.")
    )

    @strawberry.field(
        graphql_type=InsightFigures,
        metadata=reads("kind", "evidence") | costs(1),
        description="What it is based on, such as both models' prices and success rates.",
    )
    def figures(root: strawberry.Parent[Suggestion]) -> FiguresRow:
        return figures_of(root.kind, root.evidence)

    @strawberry.field(
        graphql_type=list[TaskRecord],
        metadata=reads("task_ids") | at_most(MOST_EXAMPLES),
        description="Up to 5 examples.",
    )
    async def tasks(root: strawberry.Parent[Suggestion], info: Info) -> list[TaskRow]:
        return await tasks_of(info.context, root)


@strawberry.type(description="A model's results for these prompts.")
class ModelResults:
    model_version: str = strawberry.field(description="The model, as in the argument `models`.")
    total_tasks: int = strawberry.field(
        name="taskCount", metadata=formerly("totalTasks"), description="Tasks that completed or failed."
    )
    successful_tasks: int = strawberry.field(name="completedTasks", metadata=formerly("successfulTasks"))
    credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(name="cost", metadata=formerly("totalCost"))
    generation_time_ms: float | None = strawberry.field(
        description="Median of completed tasks; null if none was reported."
    )
    average_rating: float | None = strawberry.field(description="Null if no task is rated.")


@strawberry.type(description="Two tasks with the same prompt, one of each model; null for a deleted task.")
class ComparedTasks:
    first: TaskRecord | None = strawberry.field(description="Of the first model.")
    second: TaskRecord | None = strawberry.field(description="Of the second model.")


@strawberry.type(
    description=(
        "Two models, compared on prompts that both were given: the same words, task type, number of "
        "images and original image."
    )
)
class ModelComparison:
    prompt_count: int = strawberry.field(description="Prompts that both models were given.")
    first: ModelResults = strawberry.field(description="Of the first model.")
    second: ModelResults = strawberry.field(description="Of the second model.")

    @strawberry.field(
        graphql_type=list[ComparedTasks],
        metadata=reads("first", "second") | at_most(EXAMPLES),
        description=f"A task of each model for up to {EXAMPLES} of the prompts, those used last first.",
    )
    async def examples(root: strawberry.Parent[ComparedModels], info: Info) -> list[PairOfTasks]:
        return await examples_of(info.context, root)


@strawberry.type
class InsightQuery:
    @strawberry.field(
        graphql_type=list[Insight],
        metadata=at_most(MOST) | costs(1_000),  # measured with 30,000 tasks
        description=(
            "Up to five insights from the caller's tasks created from `from` to `to` (exclusive), "
            "largest saving first: from up to 400 days and the newest 30,000 ended tasks. None is based "
            "on fewer than 10 tasks, or on a difference that chance explains."
        ),
    )
    async def insights(self, info: Info, first: FromDate, last: ToDate) -> list[Suggestion]:
        return await find_insights(info.context, (first, last))

    @strawberry.field(
        graphql_type=ModelComparison | None,
        metadata=costs(1_000),
        description=(
            "Compares two models on the caller's prompts that both were given from `from` to `to` "
            "(exclusive), up to 400 days and the newest 30,000 tasks; null if there are none."
        ),
    )
    async def compare_models(
        self, info: Info, models: list[str], first: FromDate, last: ToDate
    ) -> ComparedModels | None:
        return await compare_models(info.context, (first, last), models)
