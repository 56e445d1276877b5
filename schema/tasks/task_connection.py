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
    description="A number of tasks. To bound its cost, counting stops at 10,000 unless the field says otherwise."
)
class Count:
    value: int = strawberry.field(description="The number; the limit when there are more.")

    @strawberry.field(metadata=reads("exact"), description="Whether `value` is the exact number.")
    def precision(root: strawberry.Parent[CountedTasks]) -> CountPrecision:
        return CountPrecision.EXACT if root.exact else CountPrecision.AT_LEAST


@strawberry.type(description="A task and its position in the list.")
class TaskEdge:
    cursor: str = strawberry.field(description="The position, for `after` and `before`.")
    node: TaskRecord


@strawberry.type(description="A page of tasks.")
class TaskConnection:
    edges: list[TaskEdge]
    nodes: list[TaskRecord] = strawberry.field(description="The tasks of `edges`, for clients that need no cursors.")
    page_info: PageInfo

    @strawberry.field(
        graphql_type=Count,
        metadata=reads(),
        description="How many tasks the whole list has, regardless of the page. Counted only when selected.",
    )
    async def total_count(root: strawberry.Parent[ListPage[TaskRow]]) -> CountedTasks:
        return await count_tasks(root)


@strawberry.type(
    description="The position of a task in a list: how many tasks come before and after it, and a cursor to page from."
)
class TaskPlace:
    cursor: str = strawberry.field(
        description="The position, for `after` and `before` of `tasks` with the same filter and order."
    )

    @strawberry.field(graphql_type=Count, description="How many tasks come before it, counted up to 100,000.")
    async def before(root: strawberry.Parent[PlaceOfTask]) -> CountedTasks:
        return await root.count_beside(backwards=True)

    @strawberry.field(graphql_type=Count, description="How many tasks come after it, counted up to 100,000.")
    async def after(root: strawberry.Parent[PlaceOfTask]) -> CountedTasks:
        return await root.count_beside(backwards=False)


@strawberry.input(description="A span of time from `gte` (included) to `lt` (excluded); either may be omitted.")
class DateTimeRange:
    gte: datetime | None = None
    lt: datetime | None = None


@strawberry.input(description="Selects the tasks that meet every field given. An empty list matches nothing.")
class TaskFilter:
    status: list[TaskStatus] | None = strawberry.field(
        default=None, description="Tasks with any of these statuses, up to 100."
    )
    task_type: list[TaskType] | None = strawberry.field(
        default=None, description="Tasks of any of these types, up to 100."
    )
    created_at: DateTimeRange | None = strawberry.field(default=None, description="Tasks created in this span of time.")
    search: str | None = strawberry.field(
        default=None,
        description=(
            "Tasks whose prompt contains each of these words, case ignored, in any language, however its accents are "
            "encoded; 1 to 200 characters."
        ),
    )
    model_version: list[str] | None = strawberry.field(
        default=None, description="Tasks with any of these model versions, up to 100."
    )
    aspect_ratio: list[str] | None = strawberry.field(
        default=None, description="Tasks with any of these aspect ratios, up to 100."
    )


@strawberry.input(description="How a list of tasks is ordered. Tasks with equal values keep a fixed order.")
class TaskOrder:
    field: TaskOrderField = TaskOrderField.CREATED_AT
    direction: OrderDirection = OrderDirection.DESC
