from datetime import datetime

import strawberry

from schema.tasks.task_enums import TaskEventKind
from schema.tasks.task_record import TaskRecord
from schema.types.page_info import PageInfo


@strawberry.type(description="That a task changed, or was deleted.")
class TaskChange:
    kind: TaskEventKind
    task_id: strawberry.ID
    user_id: strawberry.ID
    changed_at: datetime
    task: TaskRecord | None = strawberry.field(description="The task as it is now; null when it is deleted.")


@strawberry.type(description="A change, and the position after it.")
class TaskChangeEdge:
    cursor: str
    node: TaskChange


@strawberry.type(description="A page of changes.")
class TaskChangeConnection:
    edges: list[TaskChangeEdge]
    nodes: list[TaskChange]
    page_info: PageInfo
