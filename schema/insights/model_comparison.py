from decimal import Decimal

import strawberry

from models.insights.model_results import EXAMPLES
from resolvers.context import Info
from resolvers.insights.compare_models import ComparedModels, PairOfTasks, examples_of
from schema.tasks.task_record import TaskRecord
from schema.types.field_metadata import at_most, reads
from schema.types.scalars import BigInt


@strawberry.type(description="What a model made of the prompts that another was given, too.")
class ModelResults:
    model_version: str
    total_tasks: int = strawberry.field(description="How many tasks with these prompts were completed or failed.")
    successful_tasks: int
    credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(description="What providers charged, in the installation's currency.")
    generation_time_ms: float | None = strawberry.field(
        description="The median of completed tasks, in milliseconds; null when none told its time."
    )
    average_rating: float | None = strawberry.field(
        description="The mean rating of the tasks that were rated; null when none was."
    )


@strawberry.type(description="Two tasks with one prompt, one of each model; null for one that is gone.")
class ComparedTasks:
    first: TaskRecord | None
    second: TaskRecord | None


@strawberry.type(
    description=(
        "Two models, by the prompts that both were given: the same words, for tasks of one type "
        "with as many images and the same original image."
    )
)
class ModelComparison:
    prompt_count: int = strawberry.field(description="How many prompts both were given.")
    first: ModelResults
    second: ModelResults

    @strawberry.field(
        graphql_type=list[ComparedTasks],
        metadata=reads("first", "second") | at_most(EXAMPLES),
        description=f"A task of each model for up to {EXAMPLES} of the prompts, those used last first.",
    )
    async def examples(root: strawberry.Parent[ComparedModels], info: Info) -> list[PairOfTasks]:
        return await examples_of(info.context, root)
