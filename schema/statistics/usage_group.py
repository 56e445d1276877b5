from datetime import date

import strawberry

from models.statistics.usage_groups import UsageDimension, UsageRow
from resolvers.context import Info
from resolvers.statistics.read_usage import duration
from schema.described_enum import described_enum
from schema.execution.field_metadata import reads
from schema.scalars import BigInt
from schema.tasks.task_enums import TaskType

described_enum(
    UsageDimension,
    "What usage is split by.",
    MODEL="Models beyond the 50 that a user used most are one group, `other`.",
    HOUR="Of the day, 0 to 23, in the server's time zone.",
)


@strawberry.input(description="Whose usage is counted: of those that meet every field given.")
class UsageFilter:
    model_version: list[str] | None = strawberry.field(default=None, description="Any of these, up to 100.")
    task_type: list[TaskType] | None = strawberry.field(default=None, description="Any of these, up to 100.")


@strawberry.type(
    description="What one group used, by the day on which each task was created. Deleted tasks stay counted."
)
class UsageGroup:
    day: date | None = strawberry.field(
        description="Null unless grouped by it, like the next three; a model is null where the task names none."
    )
    model_version: str | None
    task_type: TaskType | None
    hour: int | None
    total_tasks: int
    successful_tasks: int
    failed_tasks: int
    tokens_used: BigInt
    credits_deducted: BigInt

    @strawberry.field(
        metadata=reads("durations"),
        description=(
            "How long the generation of completed tasks took, in milliseconds, for which `quantile` of them took no "
            "longer; within 5 %. Null when none is completed. `quantile` is more than 0 and less than 1."
        ),
    )
    def generation_time_ms(root: strawberry.Parent[UsageRow], info: Info, quantile: float = 0.5) -> float | None:
        group = info.path.prev.key if info.path.prev else 0
        if not 0 < quantile < 1 and isinstance(group, int) and group > 0:
            return None  # the first group tells what is wrong: a thousand errors take longer than all the rest
        return duration(root, quantile)
