from datetime import date, datetime
from decimal import Decimal

import strawberry

from models.statistics.totals import TotalsRow
from models.statistics.user_task_statistics import StatisticsPeriod
from resolvers.context import Info
from schema.types.described_enum import described_enum
from schema.types.field_metadata import reads
from schema.types.scalars import BigInt

described_enum(
    StatisticsPeriod,
    "A span of days in the server's time zone.",
    WEEK="An ISO week, Monday to Sunday.",
)


@strawberry.type(description="Totals of the tasks that were created in a period. Deleted tasks stay counted.")
class Statistics:
    period: StatisticsPeriod
    period_date: date | None = strawberry.field(description="The first day of the period; null for `ALL_TIME`.")
    time_zone: str = strawberry.field(description="The IANA name of the time zone in which the server's days begin.")
    total_tasks: int = strawberry.field(description="How many tasks were created, whatever became of them.")
    successful_tasks: int = strawberry.field(description="How many of these tasks were completed.")
    failed_tasks: int = strawberry.field(description="How many of these tasks failed.")
    canceled_tasks: int = strawberry.field(
        description="How many of these tasks were given up; they are neither successful nor failed."
    )
    success_rate: float | None = strawberry.field(
        description="The share of successful and failed tasks that were successful, 0 to 1; null when there is none."
    )
    total_tokens_used: BigInt
    total_credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(description="What providers charged, in `currency`.")

    @strawberry.field(metadata=reads(), description="ISO 4217, the installation's.")
    def currency(root: strawberry.Parent[TotalsRow], info: Info) -> str:
        return info.context.currency

    total_generation_time_ms: BigInt = strawberry.field(
        description="The sum of the generation times that were reported, in milliseconds, of failed tasks too."
    )
    avg_generation_time_ms: float | None = strawberry.field(
        description="The mean generation time, in milliseconds, of completed tasks that reported one; null if none did."
    )
    images_size: BigInt = strawberry.field(
        description="Bytes of the images of these tasks that are stored now, without thumbnails."
    )
    updated_at: datetime | None = strawberry.field(
        description="When these totals last changed; null when they never did."
    )
