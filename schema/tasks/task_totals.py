from datetime import datetime
from decimal import Decimal

import strawberry

from models.statistics.list_totals import FAILED_IDS, TaskTotalsRow
from resolvers.statistics.total_tasks import counted_tasks
from resolvers.tasks.list_tasks import CountedTasks, PlaceOfTask
from schema.tasks.task_enums import CountPrecision
from schema.types.field_metadata import at_most, costs, reads
from schema.types.scalars import BigInt


@strawberry.type(description="A number of tasks. Counting stops at 10,000 unless stated otherwise.")
class Count:
    value: int = strawberry.field(description="The number, or the limit if there are more.")

    @strawberry.field(metadata=reads("exact"), description="Whether `value` is exact.")
    def precision(root: strawberry.Parent[CountedTasks]) -> CountPrecision:
        return CountPrecision.EXACT if root.exact else CountPrecision.AT_LEAST


@strawberry.type(description="The position of a task in a list.")
class TaskPlace:
    cursor: str = strawberry.field(description="For `after` and `before` of `tasks` with the same filter and order.")

    @strawberry.field(graphql_type=Count, metadata=costs(100), description="Tasks before it, counted up to 100,000.")
    async def before(root: strawberry.Parent[PlaceOfTask]) -> CountedTasks:
        return await root.count(backwards=True)

    @strawberry.field(graphql_type=Count, metadata=costs(100), description="Tasks after it, counted up to 100,000.")
    async def after(root: strawberry.Parent[PlaceOfTask]) -> CountedTasks:
        return await root.count(backwards=False)


@strawberry.type(
    description="Usage of all tasks in a list, up to 100,000: if `taskCount` is not exact, the real totals are higher."
)
class TaskTotals:
    @strawberry.field(graphql_type=Count, metadata=reads("rows"), description="Tasks, counted up to 100,000.")
    def task_count(root: strawberry.Parent[TaskTotalsRow]) -> CountedTasks:
        return counted_tasks(root)

    completed_tasks: int
    failed_tasks: int
    canceled_tasks: int
    tokens_used: BigInt
    credits_deducted: BigInt
    cost: Decimal


@strawberry.type(
    description="Tasks that failed with the same `failureCode` or, without a code, the same error message."
)
class FailureReason:
    failure_code: str | None = strawberry.field(description="Null without a code.")
    error_message: str | None = strawberry.field(
        description="That of the latest task; null if it was removed because of its age."
    )
    task_count: int = strawberry.field(description="Tasks that failed for this reason.")
    last_failed_at: datetime
    task_ids: list[strawberry.ID] = strawberry.field(
        metadata=at_most(FAILED_IDS), description="Latest failures first, up to 100."
    )
