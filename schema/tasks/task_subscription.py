from collections.abc import AsyncIterator
from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.tasks.follow_tasks import ChangedTask, task_events
from schema.tasks.task_enums import TaskEventKind
from schema.tasks.task_record import TaskRecord


@strawberry.type(description="A change to a task.")
class TaskEvent:
    kind: TaskEventKind
    task_id: strawberry.ID
    task: TaskRecord | None = strawberry.field(description="The task after the change; null if it was deleted.")


@strawberry.type
class TaskSubscription:
    @strawberry.subscription(
        graphql_type=TaskEvent,
        description=(
            "Each change to the caller's tasks, whichever server process makes it. Available over WebSocket "
            "(`graphql-transport-ws`), or by POST as server-sent events (`Accept: text/event-stream`) or multipart "
            "responses (`Accept: multipart/mixed;subscriptionSpec=1.0`)."
        ),
    )
    def task_events(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(
                description=(
                    "Only these tasks; with the `SERVICE` role, of any users. By default, all of the caller's tasks."
                )
            ),
        ] = None,
    ) -> AsyncIterator[ChangedTask]:
        return task_events(info.context, ids)
