from datetime import date
from decimal import Decimal

import strawberry

from schema.types.scalars import BigInt


@strawberry.type(description="An hour of the week, in the server's time zone.")
class HourUse:
    weekday: int = strawberry.field(description="1 for Monday to 7 for Sunday.")
    hour: int = strawberry.field(description="0 to 23.")
    total_tasks: int = strawberry.field(description="Number of tasks that all users recorded in this hour.")


@strawberry.type(description="Usage of all users' tasks with one model.")
class ModelUse:
    model_version: str | None = strawberry.field(
        description="Null for tasks without a model; `other` for models beyond a day's 50."
    )
    total_tasks: int
    successful_tasks: int
    failed_tasks: int
    credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(description="Providers' charges, in the installation's currency.")


@strawberry.type(description="Number of all users' tasks that failed on one day for one reason.")
class FailuresOnDay:
    day: date = strawberry.field(description="The day on which they failed.")
    failure_code: str | None = strawberry.field(description="Null for failures without a code.")
    failed_tasks: int
