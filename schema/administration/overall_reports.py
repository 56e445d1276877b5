from datetime import date, datetime
from decimal import Decimal

import strawberry

from models.administration.recent_failures import USERS
from models.administration.user_ranking import UserUsageOrder, UserUsageRow
from resolvers.administration.inspection import IntegrityCheck
from resolvers.context import Info
from resolvers.credits.credit_balance import OTHERS_CREDITS, CreditBalance, find_balances
from schema.credits.credits import Credits
from schema.types.connection_types import connection
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, costs, formerly, reads
from schema.types.scalars import BigInt
from schema.types.user_field import user_field


@strawberry.type(description="Users who recorded tasks in a period.")
class Activity:
    period_date: date = strawberry.field(description="The first day of the period.")
    active_users: int = strawberry.field(description="Users who recorded a task in the period.")
    new_users: int = strawberry.field(description="Users whose first task was recorded then.")
    total_tasks: int = strawberry.field(name="taskCount", metadata=formerly("totalTasks"))


@strawberry.type(description="An hour of the week, in the server's time zone.")
class HourUse:
    weekday: int = strawberry.field(description="1 for Monday to 7 for Sunday.")
    hour: int = strawberry.field(description="0 to 23.")
    total_tasks: int = strawberry.field(name="taskCount", metadata=formerly("totalTasks"))


@strawberry.type(description="Usage of all users' tasks with one model.")
class ModelUse:
    model_version: str | None = strawberry.field(
        description="Null without a model; `other` for models beyond a day's 50."
    )
    total_tasks: int = strawberry.field(name="taskCount", metadata=formerly("totalTasks"))
    successful_tasks: int = strawberry.field(name="completedTasks", metadata=formerly("successfulTasks"))
    failed_tasks: int
    credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(name="cost", metadata=formerly("totalCost"))


@strawberry.type(description="All users' tasks that failed on one day for one reason.")
class FailuresOnDay:
    day: date = strawberry.field(description="The day, in the server's time zone.")
    failure_code: str | None = strawberry.field(description="Null without a code.")
    failed_tasks: int


@strawberry.type(description="A user of a group of failures.")
class FailingUser:
    user_id: strawberry.ID = strawberry.field(description="The user whose tasks failed.")
    user = user_field()
    tasks: int = strawberry.field(
        name="taskCount", metadata=formerly("tasks"), description="The user's tasks in the group."
    )


@strawberry.type(description="Failed tasks with the same code, the same error message and the same model.")
class FailureGroup:
    failure_code: str | None = strawberry.field(description="Null without a code.")
    error_message: str | None = strawberry.field(description="Null if it was removed because of its age.")
    model_version: str | None = strawberry.field(description="Null without a model.")
    tasks: int = strawberry.field(name="taskCount", metadata=formerly("tasks"), description="Tasks in the group.")
    users: int = strawberry.field(
        name="userCount", metadata=formerly("users"), description="Users with tasks in the group."
    )
    failing_users: list[FailingUser] = strawberry.field(
        metadata=at_most(USERS), description="Up to 10, most failures first."
    )
    last_failed_at: datetime
    task_id: strawberry.ID = strawberry.field(description="The latest failed task.")
    user_id: strawberry.ID = strawberry.field(description="The owner of the latest failed task.")


@strawberry.type(description="Whether records, stored objects and totals agree. Only selected fields are checked.")
class IntegrityReport:
    checked_at: datetime = strawberry.field(description="When the checks began.")
    missing_objects: int = strawberry.field(
        resolver=IntegrityCheck.missing_objects, description="Recorded images whose object is missing in storage."
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
        resolver=IntegrityCheck.drifted_statistics, description="Precomputed totals that differ from their tasks."
    )
    drifted_credits: int = strawberry.field(
        resolver=IntegrityCheck.drifted_credits,
        description="Users whose credits differ from the sum of their entries, or whose entries do not balance.",
    )
    unowned_objects: int = strawberry.field(
        resolver=IntegrityCheck.unowned_objects,
        description="Images that a task of the original design names but does not own; they are not shown.",
    )
    overdue_removals: int = strawberry.field(
        resolver=IntegrityCheck.overdue_removals,
        description="Removals of objects that have failed for more than an hour; each is retried until it succeeds.",
    )


described_enum(
    UserUsageOrder,
    "The order of users, highest first.",
    TASKS="By `taskCount`.",
    CREDITS="By `creditsDeducted`.",
    TOKENS="By `tokensUsed`.",
    STORAGE="By `storageUsed`.",
    FAILED_TASKS="By `failedTasks`.",
    COST="By `cost`.",
    LAST_TASK="By `lastTaskAt`, latest first.",
)


@strawberry.type(description="A user's total usage, deleted tasks included.")
class UserUsage:
    user_id: strawberry.ID = strawberry.field(description="The user whose usage this is.")
    user = user_field()
    total_tasks: int = strawberry.field(name="taskCount", metadata=formerly("totalTasks"))
    failed_tasks: int
    total_tokens_used: BigInt = strawberry.field(name="tokensUsed", metadata=formerly("totalTokensUsed"))
    total_credits_deducted: BigInt = strawberry.field(name="creditsDeducted", metadata=formerly("totalCreditsDeducted"))
    total_cost: Decimal = strawberry.field(name="cost", metadata=formerly("totalCost"))
    storage_used: BigInt = strawberry.field(description="Bytes of stored images, without thumbnails.")
    last_task_at: datetime | None = strawberry.field(
        description="When the newest task that is not deleted was created."
    )
    updated_at: datetime = strawberry.field(description="When changes were last counted.")

    @strawberry.field(
        graphql_type=Credits | None,
        metadata=reads("user_id") | costs(10),
        description="Null if the user never had any.",
    )
    async def credits(root: strawberry.Parent[UserUsageRow], info: Info) -> CreditBalance | None:
        return await info.context.load(find_balances, root.user_id, OTHERS_CREDITS)


UserUsageConnection = connection(
    "UserUsage", UserUsage, "A page of users.", "A user and their position in the ranking."
)


@strawberry.type(description="Storage used by all users.")
class StorageReport:
    image_count: int = strawberry.field(description="Stored images, without thumbnails.")
    image_size: BigInt = strawberry.field(description="Of these images, in bytes.")
    database_size: BigInt = strawberry.field(description="In bytes.")
    updated_at: datetime = strawberry.field(description="When images were last counted.")
