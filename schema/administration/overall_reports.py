from datetime import date, datetime
from decimal import Decimal

import strawberry

from models.administration.recent_failures import USERS
from resolvers.administration.inspection import IntegrityCheck
from schema.types.field_metadata import at_most
from schema.types.scalars import BigInt


@strawberry.type(description="Users who recorded tasks in a period.")
class Activity:
    period_date: date
    active_users: int
    new_users: int = strawberry.field(description="Users who recorded their first task.")
    total_tasks: int


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


@strawberry.type(description="A user with tasks in a group of failures.")
class FailingUser:
    user_id: strawberry.ID
    tasks: int = strawberry.field(description="Number of the user's tasks in the group.")


@strawberry.type(description="Failed tasks with the same code, the same error message and the same model.")
class FailureGroup:
    failure_code: str | None = strawberry.field(description="Null if the tasks have no code.")
    error_message: str | None = strawberry.field(description="Null if it was removed because of its age.")
    model_version: str | None = strawberry.field(description="Null if the tasks have no model.")
    tasks: int = strawberry.field(description="Number of tasks in the group.")
    users: int = strawberry.field(description="Number of users who own these tasks.")
    failing_users: list[FailingUser] = strawberry.field(
        metadata=at_most(USERS), description="Up to 10 of these users, those with most failures first."
    )
    last_failed_at: datetime
    task_id: strawberry.ID = strawberry.field(description="The latest failed task.")
    user_id: strawberry.ID = strawberry.field(description="The owner of the latest failed task.")


@strawberry.type(
    description=(
        "Whether records, stored objects and totals agree. Only selected fields are checked, so checks can be run one "
        "at a time."
    )
)
class IntegrityReport:
    checked_at: datetime = strawberry.field(description="When the check began.")
    missing_objects: int = strawberry.field(
        resolver=IntegrityCheck.missing_objects,
        description="Recorded images whose object is missing in storage.",
    )
    damaged_objects: int = strawberry.field(
        resolver=IntegrityCheck.damaged_objects,
        description="Recorded images whose object has changed in size since it was stored.",
    )
    orphaned_objects: int = strawberry.field(
        resolver=IntegrityCheck.orphaned_objects,
        description="Stored objects that belong to no record and no open upload.",
    )
    drifted_statistics: int = strawberry.field(
        resolver=IntegrityCheck.drifted_statistics,
        description="Precomputed totals that differ from their tasks.",
    )
    drifted_credits: int = strawberry.field(
        resolver=IntegrityCheck.drifted_credits,
        description="Users whose credits differ from the sum of their entries, or whose entries do not balance.",
    )
    unowned_objects: int = strawberry.field(
        resolver=IntegrityCheck.unowned_objects,
        description="Images that a task of the original design references but does not own; they are not shown.",
    )
    overdue_removals: int = strawberry.field(
        resolver=IntegrityCheck.overdue_removals,
        description="Object removals that have failed for more than an hour; each is retried until it succeeds.",
    )
