from datetime import date
from decimal import Decimal

import strawberry

from models.statistics.usage_groups import UsageDimension, UsageRow
from resolvers.context import Info
from resolvers.statistics.read_usage import duration
from schema.tasks.task_enums import TaskType
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs, reads
from schema.types.scalars import BigInt

described_enum(
    UsageDimension,
    "What usage is grouped by.",
    MODEL="The model. Those beyond the 50 that the user used most are one group, `other`.",
    HOUR="The hour of the day, 0 to 23, in the server's time zone.",
)


@strawberry.input(description="Selects the tasks whose usage is counted: those that meet every field given.")
class UsageFilter:
    model_version: list[str] | None = strawberry.field(
        default=None, description="Tasks with any of these model versions, up to 100."
    )
    task_type: list[TaskType] | None = strawberry.field(
        default=None, description="Tasks of any of these types, up to 100."
    )


@strawberry.type(
    description="What a group of tasks used, by the time at which each was created. Deleted tasks stay counted."
)
class UsageGroup:
    day: date | None = strawberry.field(
        description="The day on which the tasks were created; null unless grouped by `DAY`."
    )
    model_version: str | None = strawberry.field(
        description="The tasks' model; null unless grouped by `MODEL`, and for tasks that name no model."
    )
    task_type: TaskType | None = strawberry.field(description="The tasks' type; null unless grouped by `TASK_TYPE`.")
    hour: int | None = strawberry.field(
        description="The hour of the day, 0 to 23, in which the tasks were created; null unless grouped by `HOUR`."
    )
    total_tasks: int
    successful_tasks: int
    failed_tasks: int
    canceled_tasks: int
    tokens_used: BigInt
    credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(description="What providers charged, in the installation's currency.")

    average_rating: float | None = strawberry.field(
        description="The mean rating of the tasks that were rated; null when none was."
    )

    @strawberry.field(
        metadata=reads("durations") | costs(0.25),
        description=(
            "A quantile of the generation times of completed tasks, in milliseconds, within 5 %: with 0.5 the median, "
            "with 0.95 the time that 95 % of them did not exceed. `quantile` is more than 0 and less than 1. Null when "
            "no completed task reported its time."
        ),
    )
    def generation_time_ms(root: strawberry.Parent[UsageRow], info: Info, quantile: float = 0.5) -> float | None:
        group = info.path.prev.key if info.path.prev else 0
        if not 0 < quantile < 1 and isinstance(group, int) and group > 0:
            return None  # the first group's error is enough: a thousand errors take longer than all else
        return duration(root, quantile)
