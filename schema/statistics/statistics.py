from datetime import date, datetime
from decimal import Decimal

import strawberry

from models.statistics.totals import TotalsRow
from models.statistics.user_task_statistics import StatisticsPeriod
from resolvers.context import Info
from schema.types.described_enum import described_enum
from schema.types.field_metadata import formerly, reads
from schema.types.scalars import BigInt

described_enum(
    StatisticsPeriod,
    "A period in the server's time zone.",
    DAY="A calendar day.",
    WEEK="An ISO week, Monday to Sunday.",
    MONTH="A calendar month.",
    ALL_TIME="All time, in one period.",
)


@strawberry.type(description="Totals of the tasks created in a period, deleted tasks included.")
class Statistics:
    period: StatisticsPeriod = strawberry.field(description="The length of the period.")
    period_date: date | None = strawberry.field(description="The first day of the period; null for `ALL_TIME`.")
    time_zone: str = strawberry.field(description="The server's time zone, in which days begin: an IANA name.")
    total_tasks: int = strawberry.field(name="taskCount", metadata=formerly("totalTasks"))
    successful_tasks: int = strawberry.field(name="completedTasks", metadata=formerly("successfulTasks"))
    failed_tasks: int
    canceled_tasks: int
    success_rate: float | None = strawberry.field(
        description="Completed tasks divided by completed and failed ones, 0 to 1; null without any."
    )
    total_tokens_used: BigInt = strawberry.field(name="tokensUsed", metadata=formerly("totalTokensUsed"))
    total_credits_deducted: BigInt = strawberry.field(name="creditsDeducted", metadata=formerly("totalCreditsDeducted"))
    total_cost: Decimal = strawberry.field(name="cost", metadata=formerly("totalCost"))

    @strawberry.field(metadata=reads(), description="The installation's `CURRENCY`, ISO 4217.")
    def currency(root: strawberry.Parent[TotalsRow], info: Info) -> str:
        return info.context.currency

    total_generation_time_ms: BigInt = strawberry.field(description="Sum of the reported times, failed tasks included.")
    avg_generation_time_ms: float | None = strawberry.field(
        description="Mean of the times reported for completed tasks; null if none was."
    )
    images_size: BigInt = strawberry.field(description="Bytes of these tasks' stored images, without thumbnails.")
    updated_at: datetime | None = strawberry.field(description="When these totals last changed; null for never.")
