from datetime import datetime

import strawberry

from resolvers.retention.purge_tasks import purge_tasks
from resolvers.retention.retention_inputs import TasksToPurge
from schema.types.field_metadata import costs
from schema.types.payload import faults, mutation
from schema.types.user_error import UserError


@strawberry.input(description="Which tasks to remove.")
class PurgeTasksInput:
    created_before: datetime
    dry_run: bool = strawberry.field(default=True, description="Only report how many would be removed.")


@strawberry.type(description="What `purgeTasks` did.")
class PurgeTasksPayload:
    purged_tasks: int = strawberry.field(
        default=0,
        description=(
            "How many tasks were removed, up to 10,000 a call: repeat the call until it is 0. In a dry run, how many "
            "would be removed by all calls together."
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
        "Remove the tasks of all users that were created before a time, with their images. Needs the `ADMIN` role.",
        costs(3_500),
    )
