from datetime import datetime
from decimal import Decimal

import strawberry

from models.statistics.list_totals import FAILED_IDS, TaskTotalsRow
from resolvers.statistics.total_tasks import counted_tasks
from resolvers.tasks.list_tasks import CountedTasks
from schema.tasks.task_place import Count
from schema.types.field_metadata import at_most, reads
from schema.types.scalars import BigInt


@strawberry.type(
    description=(
        "What all tasks of a list used together. To bound its cost, 100,000 tasks are added up at most: where "
        "`taskCount` is not exact, there is more of everything."
    )
)
class TaskTotals:
    @strawberry.field(graphql_type=Count, metadata=reads("rows"), description="How many tasks are added up.")
    def task_count(root: strawberry.Parent[TaskTotalsRow]) -> CountedTasks:
        return counted_tasks(root)

    completed_tasks: int
    failed_tasks: int
    canceled_tasks: int
    tokens_used: BigInt
    credits_deducted: BigInt
    cost: Decimal = strawberry.field(description="What providers charged, in the installation's currency.")


@strawberry.type(
    description="Tasks that failed for one reason: with one `failureCode` or, without a code, with one error message."
)
class FailureReason:
    failure_code: str | None = strawberry.field(description="The code of the tasks; null where they have none.")
    error_message: str | None = strawberry.field(
        description="The error message of the task that failed last; null where it was removed because of its age."
    )
    task_count: int = strawberry.field(description="How many tasks failed for it.")
    last_failed_at: datetime
    task_ids: list[strawberry.ID] = strawberry.field(
        metadata=at_most(FAILED_IDS), description="The tasks, those that failed last first, up to 100."
    )
