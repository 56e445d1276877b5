from datetime import date, datetime
from decimal import Decimal

import strawberry

from models.statistics.totals import TotalsRow
from models.statistics.user_task_statistics import StatisticsPeriod
from resolvers.context import Info
from schema.types.described_enum import described_enum
from schema.types.field_metadata import reads
from schema.types.scalars import BigInt

described_enum(StatisticsPeriod, "A period in the server's time zone.", WEEK="An ISO week, Monday to Sunday.")


@strawberry.type(description="Totals of the tasks created in a period, deleted tasks included.")
class Statistics:
    period: StatisticsPeriod
    period_date: date | None = strawberry.field(description="The first day of the period; null for `ALL_TIME`.")
    time_zone: str = strawberry.field(description="The server's time zone, in which days begin: an IANA name.")
    total_tasks: int = strawberry.field(description="Tasks created, whatever their status.")
    successful_tasks: int
    failed_tasks: int
    canceled_tasks: int = strawberry.field(description="Neither successful nor failed.")
    success_rate: float | None = strawberry.field(
        description="Successful tasks divided by successful and failed ones, 0 to 1; null without any."
    )
    total_tokens_used: BigInt
    total_credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(description="Providers' charges, in `currency`.")

    @strawberry.field(metadata=reads(), description="The installation's `CURRENCY`, ISO 4217.")
    def currency(root: strawberry.Parent[TotalsRow], info: Info) -> str:
        return info.context.currency

    total_generation_time_ms: BigInt = strawberry.field(description="Sum of the reported times, failed tasks included.")
    avg_generation_time_ms: float | None = strawberry.field(
        description="Mean of the times reported for completed tasks; null if none was."
    )
    images_size: BigInt = strawberry.field(description="Bytes of these tasks' stored images, without thumbnails.")
    updated_at: datetime | None = strawberry.field(description="When these totals last changed; null for never.")
