from dataclasses import field

import strawberry

from schema.tasks.task_record import TaskRecord
from schema.types.user_error import UserError


@strawberry.type
class TaskPayload:
    """The fields that the payloads of mutations on one task share."""

    task: TaskRecord | None = None
    errors: list[UserError] = field(default_factory=list)
