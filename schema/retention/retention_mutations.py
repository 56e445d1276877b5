from datetime import datetime

import strawberry

from resolvers.retention.purge_tasks import TasksToPurge, purge_tasks
from schema.types.field_metadata import costs
from schema.types.payload import faults, mutation
from schema.types.user_error import UserError


@strawberry.input(description="Which tasks to remove.")
class PurgeTasksInput:
    created_before: datetime
    dry_run: bool = strawberry.field(default=True, description="Only report the number of tasks that would be removed.")


@strawberry.type(description="What `purgeTasks` did.")
class PurgeTasksPayload:
    purged_tasks: int = strawberry.field(
        default=0,
        description=(
            "Number of tasks removed, up to 10,000 per call: repeat the call until it is 0. In a dry run, the number "
            "that all calls together would remove."
        ),
    )
    errors: list[UserError] = faults()


@strawberry.type
class RetentionMutations:
    purge_tasks = mutation(
        purge_tasks,
        TasksToPurge,
        PurgeTasksInput,
        PurgeTasksPayload,
        "Remove all users' tasks that were created before a time, and their images. Requires the `ADMIN` role.",
        costs(3_500),
    )
