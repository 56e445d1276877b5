from datetime import datetime

import strawberry

from resolvers.arguments import read_id
from resolvers.changes.read_changes import ChangePage, read_changes
from resolvers.context import Info
from schema.tasks.task_enums import TaskEventKind
from schema.tasks.task_record import TaskRecord
from schema.types.connection_types import connection
from schema.types.field_metadata import costs
from schema.types.user_field import user_field


@strawberry.type(description="A change to a task, or its deletion.")
class TaskChange:
    kind: TaskEventKind = strawberry.field(description="How the task changed.")
    task_id: strawberry.ID = strawberry.field(description="The task that changed.")
    user_id: strawberry.ID = strawberry.field(description="The user who owns the task.")
    user = user_field()
    changed_at: datetime = strawberry.field(description="When the task last changed.")
    task: TaskRecord | None = strawberry.field(description="Null if it was deleted.")


TaskChangeConnection = connection("TaskChange", TaskChange, "A page of changes.", "A change and the cursor after it.")


@strawberry.type
class ChangeQuery:
    @strawberry.field(
        graphql_type=TaskChangeConnection,
        metadata=costs(40),
        description=(
            "Changes to the caller's tasks, oldest first, 1 to 100 at a time; with the `SERVICE` role, "
            "to all users' tasks or one user's. Each task appears once, at its last change, so a client "
            "that continues from the last cursor has an exact copy. Trashed, removed and erased tasks "
            "are `DELETED`, restored ones `UPDATED`, imported ones `CREATED`. Deletions are reported for "
            "at least 30 days; an older cursor is rejected (`CURSOR_TOO_OLD`). An empty page returns the "
            "cursor that was passed."
        ),
    )
    async def task_changes(
        self, info: Info, first: int | None = None, after: str | None = None, user_id: strawberry.ID | None = None
    ) -> ChangePage:
        return await read_changes(info.context, read_id("userId", user_id), first, after)
