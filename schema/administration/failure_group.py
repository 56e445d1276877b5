from datetime import datetime

import strawberry

from models.administration.recent_failures import USERS
from schema.types.field_metadata import at_most


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
