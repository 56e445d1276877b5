from datetime import date, datetime

import strawberry

from models.statistics.user_task_statistics import StatisticsPeriod
from schema.described_enum import described_enum
from schema.scalars import BigInt

described_enum(
    StatisticsPeriod,
    "A span of days in the server's time zone.",
    WEEK="ISO week, Monday to Sunday.",
)


@strawberry.type(
    description="Totals of a period, by the day on which each task was created. Deleted tasks stay counted."
)
class Statistics:
    period: StatisticsPeriod
    period_date: date | None = strawberry.field(description="The first day of the period; null for `ALL_TIME`.")
    time_zone: str = strawberry.field(description="The IANA time zone that the server's days begin in.")
    total_tasks: int
    successful_tasks: int
    failed_tasks: int
    success_rate: float | None = strawberry.field(
        description="Successful over ended tasks, 0 to 1; null when none has ended."
    )
    total_tokens_used: BigInt
    total_credits_deducted: BigInt
    total_generation_time_ms: BigInt
    avg_generation_time_ms: float | None = strawberry.field(
        description=("Mean over the tasks completed that told their time, in milliseconds; null when there is none.")
    )
    images_size: BigInt = strawberry.field(
        description="Bytes of the images that are stored now, of the tasks created in the period."
    )
    updated_at: datetime | None = strawberry.field(
        description="When these totals last changed; null when they never did."
    )
