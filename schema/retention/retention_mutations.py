from datetime import datetime

import strawberry

from resolvers.retention.purge_tasks import purge_tasks
from schema.types.field_metadata import costs
from schema.types.payload import faults, mutation
from schema.types.user_error import UserError


@strawberry.input(description="Which tasks to remove.")
class PurgeTasksInput:
    created_before: datetime
    dry_run: bool = strawberry.field(default=True, description="Only report how many tasks would be removed.")


@strawberry.type(description="What `purgeTasks` did.")
class PurgeTasksPayload:
    purged_tasks: int = strawberry.field(
        default=0,
        description=(
            "Up to 10,000 per call: repeat until it is 0. In a dry run, the number that all calls "
            "together would remove."
        ),
    )
    errors: list[UserError] = faults()


@strawberry.type
class RetentionMutations:
    purge_tasks = mutation(
        purge_tasks,
        PurgeTasksInput,
        PurgeTasksPayload,
        "Remove all users' tasks created before a time, with their images. Requires the `ADMIN` role.",
        costs(3_500),
    )
