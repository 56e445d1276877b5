from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import strawberry

from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrdering
from models.tasks.task_row import TaskRow
from resolvers.arguments import read_argument, read_id
from resolvers.context import Info
from resolvers.find_tasks import task_by_external_id, tasks_by_id
from resolvers.paging import ListPage, Window, window
from resolvers.tasks.delete_tasks import list_trash
from resolvers.tasks.follow_tasks import ChangedTask, task_events
from resolvers.tasks.list_tasks import PlaceOfTask, list_tasks, list_unfinished_tasks, place_task
from schema.tasks.task_enums import TaskEventKind
from schema.tasks.task_filter import TaskFilter, TaskOrder
from schema.tasks.task_record import TaskConnection, TaskRecord
from schema.tasks.task_totals import TaskPlace
from schema.types.connection_types import paged
from schema.types.field_metadata import costs


@strawberry.type
class TaskQuery:
    @strawberry.field(
        graphql_type=TaskRecord | None,
        description="One of the caller's tasks; null if it does not exist or belongs to another user.",
    )
    async def task(self, info: Info, id: strawberry.ID) -> TaskRow | None:
        [row] = await tasks_by_id(info.context, "id", [id])
        return row

    @strawberry.field(
        graphql_type=TaskConnection,
        description=(
            "The caller's tasks, newest first unless `orderBy` says otherwise.\n\nPage with "
            "`first`/`after` or `last`/`before`, 1 to 100 tasks at a time, 50 by default. A cursor is a "
            "position in the order, so tasks created or deleted meanwhile cause no repetition or gap. "
            "With `startingAt` instead of a cursor, a page begins with tasks created then or earlier; in "
            "ascending order, then or later. From there, cursors page in both directions."
        ),
    )
    @paged
    async def tasks(
        self,
        info: Info,
        window: Window,
        where: TaskFilter | None = None,
        order_by: TaskOrder | None = None,
        starting_at: datetime | None = None,
    ) -> ListPage[TaskRow]:
        return await list_tasks(info, *read_list(where, order_by), window, starting_at)

    @strawberry.field(
        graphql_type=TaskRecord | None,
        description="One of the caller's tasks; with the `SERVICE` role, of the given user's.",
    )
    async def task_by_external_id(
        self, info: Info, external_id: str, user_id: strawberry.ID | None = None
    ) -> TaskRow | None:
        return await task_by_external_id(info.context, external_id, read_id("userId", user_id))

    @strawberry.field(
        graphql_type=TaskConnection,
        metadata=costs(20),
        description=(
            "All users' tasks that were created before a time and have not ended, for example because of "
            "a crash; oldest first. Requires the `SERVICE` role."
        ),
    )
    async def unfinished_tasks(
        self, info: Info, created_before: datetime, first: int | None = None, after: str | None = None
    ) -> ListPage[TaskRow]:
        return await list_unfinished_tasks(info, created_before, window(first, after, None, None))

    @strawberry.field(graphql_type=TaskConnection, description="The caller's trashed tasks, last trashed first.")
    @paged
    async def trash(self, info: Info, window: Window) -> ListPage[TaskRow]:
        return await list_trash(info, window)

    @strawberry.field(
        graphql_type=TaskPlace | None,
        description=(
            "The position of one of the caller's tasks in the list that `tasks` returns for this filter "
            "and order, or that it would have if it matched. Null if the task does not exist or belongs "
            "to another user."
        ),
    )
    async def task_place(
        self, info: Info, id: strawberry.ID, where: TaskFilter | None = None, order_by: TaskOrder | None = None
    ) -> PlaceOfTask | None:
        return await place_task(info.context, id, info.context.caller.id, *read_list(where, order_by))


def read_list(where: TaskFilter | None, order_by: TaskOrder | None) -> tuple[TaskConditions, TaskOrdering]:
    """The conditions and the order of a list, from a field's arguments. Raises BadUserInput for a wrong filter."""
    return (
        read_argument(TaskConditions, "where", where) if where else TaskConditions(),
        TaskOrdering(order_by.field, order_by.direction) if order_by else TaskOrdering(),
    )


@strawberry.type(description="A change to a task.")
class TaskEvent:
    kind: TaskEventKind = strawberry.field(description="How the task changed.")
    task_id: strawberry.ID = strawberry.field(description="The task that changed.")
    task: TaskRecord | None = strawberry.field(description="After the change; null if it was deleted.")


@strawberry.type
class TaskSubscription:
    @strawberry.subscription(
        graphql_type=TaskEvent,
        description=(
            "Each change to the caller's tasks, over WebSocket (`graphql-transport-ws`), or by POST as "
            "server-sent events (`Accept: text/event-stream`) or multipart responses (`Accept: "
            "multipart/mixed;subscriptionSpec=1.0`)."
        ),
    )
    def task_events(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(
                description="All of the caller's tasks by default; with the `SERVICE` role, any users' tasks."
            ),
        ] = None,
    ) -> AsyncIterator[ChangedTask]:
        return task_events(info.context, ids)
