from datetime import datetime

import strawberry


@strawberry.type(description="Tasks that failed of the same, with the same model.")
class FailureGroup:
    error_message: str | None = strawberry.field(description="Null where it was removed because of its age.")
    model_version: str | None = strawberry.field(description="Null where the tasks name none.")
    tasks: int
    users: int = strawberry.field(description="How many users' tasks these are.")
    last_failed_at: datetime
    task_id: strawberry.ID = strawberry.field(description="The one that failed last.")
    user_id: strawberry.ID = strawberry.field(description="Whose that is.")
