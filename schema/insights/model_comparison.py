from decimal import Decimal

import strawberry

from models.insights.model_results import EXAMPLES
from resolvers.context import Info
from resolvers.insights.compare_models import ComparedModels, PairOfTasks, examples_of
from schema.tasks.task_record import TaskRecord
from schema.types.field_metadata import at_most, reads
from schema.types.scalars import BigInt


@strawberry.type(description="A model's results for the prompts that both were given.")
class ModelResults:
    model_version: str
    total_tasks: int = strawberry.field(description="Number of tasks with these prompts that completed or failed.")
    successful_tasks: int
    credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(description="Providers' charges, in the installation's currency.")
    generation_time_ms: float | None = strawberry.field(
        description="Median of completed tasks, in milliseconds; null if none was reported."
    )
    average_rating: float | None = strawberry.field(
        description="Mean rating of the rated tasks; null if there are none."
    )


@strawberry.type(description="Two tasks with the same prompt, one of each model; null for a deleted task.")
class ComparedTasks:
    first: TaskRecord | None
    second: TaskRecord | None


@strawberry.type(
    description=(
        "Two models, compared on the prompts that both were given: the same words, task type, number of images and "
        "original image."
    )
)
class ModelComparison:
    prompt_count: int = strawberry.field(description="Number of prompts that both were given.")
    first: ModelResults
    second: ModelResults

    @strawberry.field(
        graphql_type=list[ComparedTasks],
        metadata=reads("first", "second") | at_most(EXAMPLES),
        description=f"A task of each model for up to {EXAMPLES} of the prompts, those used last first.",
    )
    async def examples(root: strawberry.Parent[ComparedModels], info: Info) -> list[PairOfTasks]:
        return await examples_of(info.context, root)
