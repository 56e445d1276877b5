from datetime import datetime

import strawberry

from models.tasks.task_row import TaskRow
from resolvers.paging import ListPage
from resolvers.tasks.list_tasks import CountedTasks, count_tasks
from resolvers.tasks.place_task import PlaceOfTask
from schema.execution.field_metadata import reads
from schema.page_info import PageInfo
from schema.tasks.task_enums import CountPrecision, OrderDirection, TaskOrderField, TaskStatus, TaskType
from schema.tasks.task_record import TaskRecord


@strawberry.type(
    description="A count whose cost is bounded: past 10,000 it is a lower bound, unless the field says otherwise."
)
class Count:
    value: int

    @strawberry.field(metadata=reads("exact"))
    def precision(root: strawberry.Parent[CountedTasks]) -> CountPrecision:
        return CountPrecision.EXACT if root.exact else CountPrecision.AT_LEAST


@strawberry.type(description="A task and its place in the order.")
class TaskEdge:
    cursor: str
    node: TaskRecord


@strawberry.type(description="A page of tasks.")
class TaskConnection:
    edges: list[TaskEdge]
    nodes: list[TaskRecord] = strawberry.field(description="The edges' nodes, for clients that need no cursors.")
    page_info: PageInfo

    @strawberry.field(
        graphql_type=Count,
        metadata=reads(),
        description="How many tasks match, regardless of the page. Counted only when asked for.",
    )
    async def total_count(root: strawberry.Parent[ListPage[TaskRow]]) -> CountedTasks:
        return await count_tasks(root)


@strawberry.type(
    description="Where a task stands in a list: by how many it is preceded and followed, and a cursor to page from."
)
class TaskPlace:
    cursor: str = strawberry.field(description="For `after` and `before` of `tasks` with the same filter and order.")

    @strawberry.field(graphql_type=Count, description="How many tasks come before it; past 100,000 a lower bound.")
    async def before(root: strawberry.Parent[PlaceOfTask]) -> CountedTasks:
        return await root.count_beside(backwards=True)

    @strawberry.field(graphql_type=Count, description="How many tasks come after it; past 100,000 a lower bound.")
    async def after(root: strawberry.Parent[PlaceOfTask]) -> CountedTasks:
        return await root.count_beside(backwards=False)


@strawberry.input(description="From `gte` (included) to `lt` (excluded); either may be left out.")
class DateTimeRange:
    gte: datetime | None = None
    lt: datetime | None = None


@strawberry.input(description="Which tasks: those that meet every field given. An empty list matches nothing.")
class TaskFilter:
    status: list[TaskStatus] | None = strawberry.field(default=None, description="Any of these, up to 100.")
    task_type: list[TaskType] | None = strawberry.field(default=None, description="Any of these, up to 100.")
    created_at: DateTimeRange | None = None
    search: str | None = strawberry.field(
        default=None,
        description="The prompt contains each of these words, case ignored, in any language; 1 to 200 characters.",
    )
    model_version: list[str] | None = strawberry.field(default=None, description="Any of these, up to 100.")
    aspect_ratio: list[str] | None = strawberry.field(default=None, description="Any of these, up to 100.")


@strawberry.input(description="In what order. Tasks that are equal in it keep a fixed order among themselves.")
class TaskOrder:
    field: TaskOrderField = TaskOrderField.CREATED_AT
    direction: OrderDirection = OrderDirection.DESC
