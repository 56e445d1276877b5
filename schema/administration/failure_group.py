from datetime import datetime

import strawberry

from models.administration.recent_failures import USERS
from schema.types.field_metadata import at_most


@strawberry.type(description="A user of whom tasks failed alike.")
class FailingUser:
    user_id: strawberry.ID
    tasks: int = strawberry.field(description="How many of the tasks in the group are this user's.")


@strawberry.type(description="Failed tasks with the same code, the same error message and the same model.")
class FailureGroup:
    failure_code: str | None = strawberry.field(description="The code of the tasks; null where they have none.")
    error_message: str | None = strawberry.field(
        description="The error message of the tasks; null where it was removed because of its age."
    )
    model_version: str | None = strawberry.field(description="The model of the tasks; null where they name none.")
    tasks: int = strawberry.field(description="How many tasks are in the group.")
    users: int = strawberry.field(description="How many users these tasks belong to.")
    failing_users: list[FailingUser] = strawberry.field(
        metadata=at_most(USERS), description="These users, those first who failed so most often, up to 10."
    )
    last_failed_at: datetime
    task_id: strawberry.ID = strawberry.field(description="The task that failed last.")
    user_id: strawberry.ID = strawberry.field(description="The user whose task failed last.")
