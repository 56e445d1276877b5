from dataclasses import field
from datetime import datetime

import strawberry

from resolvers.retention.purge_tasks import purge_tasks
from resolvers.retention.retention_inputs import TasksToPurge
from schema.payload import mutation
from schema.user_error import UserError


@strawberry.input(description="Which tasks to remove.")
class PurgeTasksInput:
    created_before: datetime
    dry_run: bool = strawberry.field(default=True, description="Only say how many.")


@strawberry.type(description="What `purgeTasks` did.")
class PurgeTasksPayload:
    purged_tasks: int = strawberry.field(
        default=0, description="In a dry run all that would be; else up to 10,000 a call: repeat it until it is 0."
    )
    errors: list[UserError] = field(default_factory=list)


@strawberry.type
class RetentionMutations:
    purge_tasks = mutation(
        purge_tasks,
        TasksToPurge,
        PurgeTasksInput,
        PurgeTasksPayload,
        "Remove tasks older than a date, of every user, with their images. Needs the `ADMIN` role.",
    )
