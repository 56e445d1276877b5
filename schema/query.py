from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from resolvers.context import Info
from resolvers.integrity import check_administrator
from resolvers.statistics import read_statistics, read_statistics_history
from resolvers.task_page import TaskPage, list_tasks, window
from resolvers.tasks import tasks_by_id
from resolvers.viewer import Viewer as Caller
from schema.admin import Admin
from schema.enums import StatisticsPeriod
from schema.node import Node
from schema.statistics import Statistics
from schema.task import TaskRecord
from schema.task_connection import TaskConnection, TaskFilter, TaskOrder
from schema.viewer import Viewer


@strawberry.type(description="Reading.")
class Query:
    @strawberry.field(graphql_type=Viewer, description="The caller, as the verified token describes them.")
    def viewer(self, info: Info) -> Caller:
        return info.context.viewer

    @strawberry.field(
        graphql_type=Node | None,
        description="Any object the caller may see, by id; null when there is none.",
    )
    async def node(self, info: Info, id: strawberry.ID) -> Row[Any] | None:
        [row] = await tasks_by_id(info.context, "id", [id])
        return row

    @strawberry.field(graphql_type=list[Node | None], description="Like `node`, for up to 100 ids, in the order asked.")
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> list[Row[Any] | None]:
        return await tasks_by_id(info.context, "ids", ids)

    @strawberry.field(
        graphql_type=TaskRecord | None,
        description="One of the caller's tasks; null when there is none, or it belongs to someone else.",
    )
    async def task(self, info: Info, id: strawberry.ID) -> Row[Any] | None:
        [row] = await tasks_by_id(info.context, "id", [id])
        return row

    @strawberry.field(
        graphql_type=TaskConnection,
        description=(
            "The caller's tasks, newest first unless `orderBy` says otherwise.\n\n"
            "Page with `first`/`after` or `last`/`before`, 1 to 100 at a time, 50 when neither is given. "
            "A cursor marks a place in the order, not a count of rows: tasks created or deleted meanwhile "
            "neither repeat nor hide others."
        ),
    )
    async def tasks(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: TaskFilter | None = None,
        order_by: TaskOrder | None = None,
    ) -> TaskPage:
        return await list_tasks(info, window(first, after, last, before), where, order_by)

    @strawberry.field(
        graphql_type=Statistics,
        description=(
            "The caller's totals for the period that contains `date` (today when omitted). "
            "Read from precomputed rows, so its cost does not grow with the number of tasks."
        ),
    )
    async def statistics(
        self,
        info: Info,
        period: StatisticsPeriod = StatisticsPeriod.ALL_TIME,
        day: Annotated[date | None, strawberry.argument(name="date")] = None,
    ) -> Row[Any]:
        return await read_statistics(info.context, period, day, info.columns)

    @strawberry.field(
        graphql_type=list[Statistics],
        description=(
            "The caller's totals, one entry per day, week or month that begins in `from` (included) to `to` "
            "(excluded), oldest first, periods with no task included. At most 400 entries; not for `ALL_TIME`."
        ),
    )
    async def statistics_history(
        self,
        info: Info,
        period: StatisticsPeriod,
        first: Annotated[date, strawberry.argument(name="from")],
        last: Annotated[date, strawberry.argument(name="to")],
    ) -> Sequence[Row[Any]]:
        return await read_statistics_history(info.context, period, first, last, info.columns)

    @strawberry.field(description="Administration. Needs the `ADMIN` role; null, with a `FORBIDDEN` error, without it.")
    def admin(self, info: Info) -> Admin | None:
        check_administrator(info.context)
        return Admin()
