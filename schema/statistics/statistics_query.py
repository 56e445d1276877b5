from datetime import date
from decimal import Decimal

import strawberry

from models.statistics.totals import TotalsRow
from models.statistics.usage_groups import UsageConditions, UsageDimension, UsageRow
from models.statistics.user_task_statistics import StatisticsPeriod
from resolvers.arguments import read_argument
from resolvers.context import Info
from resolvers.statistics.read_statistics import (
    MAX_GROUPS,
    MAX_PERIODS,
    duration,
    read_statistics,
    read_statistics_history,
    read_usage,
)
from schema.statistics.statistics import Statistics
from schema.tasks.task_enums import TaskType
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs, formerly, given, reads
from schema.types.scalars import BigInt, FromDate, OnDate, ToDate

described_enum(
    UsageDimension,
    "A dimension to group usage by.",
    DAY="Days in the server's time zone.",
    MODEL="Models beyond the user's 50 most used are `other`.",
    TASK_TYPE="Types of task.",
    HOUR="0 to 23, in the server's time zone.",
)


@strawberry.input(description="Selects the tasks that match all fields given.")
class UsageFilter:
    model_version: list[str] | None = strawberry.field(default=None, description="Any of these, up to 100.")
    task_type: list[TaskType] | None = strawberry.field(default=None, description="Any of these, up to 100.")


@strawberry.type(description="Usage of a group of tasks, by creation time, deleted tasks included.")
class UsageGroup:
    day: date | None = strawberry.field(description="Null unless grouped by `DAY`.")
    model_version: str | None = strawberry.field(description="Null without a model, and unless grouped by `MODEL`.")
    task_type: TaskType | None = strawberry.field(description="Null unless grouped by `TASK_TYPE`.")
    hour: int | None = strawberry.field(description="Null unless grouped by `HOUR`.")
    total_tasks: int = strawberry.field(name="taskCount", metadata=formerly("totalTasks"))
    successful_tasks: int = strawberry.field(name="completedTasks", metadata=formerly("successfulTasks"))
    failed_tasks: int
    canceled_tasks: int
    tokens_used: BigInt
    credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(name="cost", metadata=formerly("totalCost"))
    average_rating: float | None = strawberry.field(description="Null if no task is rated.")

    @strawberry.field(
        metadata=reads("durations") | costs(0.25),
        description=(
            "A quantile of the completed tasks' times, within 5 %: 0.5 is the median, 0.95 the time that "
            "95 % did not exceed. `quantile` is between 0 and 1, exclusive. Null if no time was reported."
        ),
    )
    def generation_time_ms(root: strawberry.Parent[UsageRow], info: Info, quantile: float = 0.5) -> float | None:
        group = info.path.prev.key if info.path.prev else 0
        if not 0 < quantile < 1 and isinstance(group, int) and group > 0:
            return None  # the first group's error is enough: a thousand errors take longer than all else
        return duration(root, quantile)


@strawberry.type
class StatisticsQuery:
    @strawberry.field(
        graphql_type=Statistics,
        description=(
            "The caller's totals for the period that contains `date`, by default today. Precomputed: "
            "costs the same for any number of tasks."
        ),
    )
    async def statistics(
        self, info: Info, period: StatisticsPeriod = StatisticsPeriod.ALL_TIME, day: OnDate = None
    ) -> TotalsRow:
        return await read_statistics(info.context, info.context.caller.id, period, day, info.columns)

    @strawberry.field(
        graphql_type=list[Statistics],
        metadata=given("dates", MAX_PERIODS),
        description=(
            "The caller's totals for each day, week or month that begins between `from` and `to` "
            "(exclusive), oldest first, periods without tasks included. At most 400 entries; not for "
            "`ALL_TIME`."
        ),
    )
    async def statistics_history(
        self, info: Info, period: StatisticsPeriod, first: FromDate, last: ToDate
    ) -> list[TotalsRow]:
        own = info.context.caller.id
        return await read_statistics_history(info.context, own, period, (first, last), info.columns)

    @strawberry.field(
        graphql_type=list[UsageGroup],
        metadata=given("dates", MAX_GROUPS),
        description=(
            "The caller's usage from `from` to `to` (exclusive), grouped by up to two dimensions, "
            "largest group first. At most 400 days and 1,500 groups. Precomputed: costs the same for any "
            "number of tasks."
        ),
    )
    async def usage(
        self,
        info: Info,
        first: FromDate,
        last: ToDate,
        group_by: list[UsageDimension],
        where: UsageFilter | None = None,
    ) -> list[UsageRow]:
        conditions = read_argument(UsageConditions, "where", where) if where else UsageConditions()
        return await read_usage(info.context, (first, last), group_by, conditions, info.columns)
