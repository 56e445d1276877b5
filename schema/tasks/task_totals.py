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
        "Usage of all tasks in a list. At most 100,000 tasks are added up: if `taskCount` is not exact, the real "
        "totals are higher."
    )
)
class TaskTotals:
    @strawberry.field(graphql_type=Count, metadata=reads("rows"), description="Number of tasks added up.")
    def task_count(root: strawberry.Parent[TaskTotalsRow]) -> CountedTasks:
        return counted_tasks(root)

    completed_tasks: int
    failed_tasks: int
    canceled_tasks: int
    tokens_used: BigInt
    credits_deducted: BigInt
    cost: Decimal = strawberry.field(description="Providers' charges, in the installation's currency.")


@strawberry.type(
    description=(
        "Tasks that failed for the same reason: the same `failureCode` or, without a code, the same error message."
    )
)
class FailureReason:
    failure_code: str | None = strawberry.field(description="Null if the tasks have no code.")
    error_message: str | None = strawberry.field(
        description="The error message of the latest failed task; null if it was removed because of its age."
    )
    task_count: int = strawberry.field(description="Number of tasks that failed for this reason.")
    last_failed_at: datetime
    task_ids: list[strawberry.ID] = strawberry.field(
        metadata=at_most(FAILED_IDS), description="The tasks, latest failures first, up to 100."
    )
