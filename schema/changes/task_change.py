from datetime import datetime

import strawberry

from schema.tasks.task_enums import TaskEventKind
from schema.tasks.task_record import TaskRecord
from schema.types.connection_types import connection


@strawberry.type(description="A change to a task, or its deletion.")
class TaskChange:
    kind: TaskEventKind
    task_id: strawberry.ID
    user_id: strawberry.ID
    changed_at: datetime
    task: TaskRecord | None = strawberry.field(description="The current task; null if it was deleted.")


TaskChangeConnection = connection("TaskChange", TaskChange, "A page of changes.", "A change and the cursor after it.")
