from datetime import datetime

import strawberry

from models.administration.audit_record import AuditRecord, audit_list
from models.administration.overall_statements import MODELS, REASONS, FailuresOfDay, UseOfHour, UseOfModel
from models.administration.recent_failures import GROUPS, FailureRow
from models.administration.server_figures import STORAGE_REPORT, StorageReportRow, add_reports
from models.administration.user_ranking import UserUsageOrder, UserUsageRow
from models.erasure.erasure_record import ErasureRecord, erasure_list
from models.statistics.totals import TotalsRow
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks.task_row import TaskRow
from resolvers.access import Role
from resolvers.administration.audited_readings import (
    read_failures,
    read_place,
    read_task,
    read_tasks,
    read_user,
    read_users,
)
from resolvers.administration.inspection import IntegrityCheck
from resolvers.administration.read_overall_usage import read_failure_history, read_hours, read_models
from resolvers.arguments import read_id
from resolvers.context import Info
from resolvers.erasure.erase_user import find_erasure
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import Totals
from resolvers.statistics.read_statistics import MAX_DAYS, MAX_PERIODS, read_statistics, read_statistics_history
from resolvers.tasks.list_tasks import PlaceOfTask
from schema.administration.audit_entry import AuditConnection
from schema.administration.overall_reports import (
    Activity,
    FailureGroup,
    FailuresOnDay,
    HourUse,
    IntegrityReport,
    ModelUse,
    StorageReport,
    UserUsage,
    UserUsageConnection,
)
from schema.erasure.erasure import Erasure, ErasureConnection
from schema.statistics.statistics import Statistics
from schema.tasks.task_filter import TaskFilter, TaskOrder
from schema.tasks.task_query import read_list
from schema.tasks.task_record import TaskConnection, TaskRecord
from schema.tasks.task_totals import TaskPlace
from schema.types.connection_types import paged
from schema.types.field_metadata import at_most, costs, given
from schema.types.scalars import FromDate, OnDate, ToDate


@strawberry.type(description="Data for administrators.")
class Admin:
    @strawberry.field(
        graphql_type=Statistics, metadata=costs(10), description="Totals of all users, about ten seconds old at most."
    )
    async def statistics(
        self, info: Info, period: StatisticsPeriod = StatisticsPeriod.ALL_TIME, day: OnDate = None
    ) -> TotalsRow:
        return await read_statistics(info.context, None, period, day, info.columns)

    @strawberry.field(
        graphql_type=list[Statistics],
        metadata=given("dates", MAX_PERIODS) | costs(10),
        description="Totals of all users, as in `Query.statisticsHistory`.",
    )
    async def statistics_history(
        self, info: Info, period: StatisticsPeriod, first: FromDate, last: ToDate
    ) -> list[TotalsRow]:
        return await read_statistics_history(info.context, None, period, (first, last), info.columns)

    @strawberry.field(
        graphql_type=list[Activity],
        metadata=given("dates", MAX_PERIODS) | costs(10),
        description=(
            "Active users per day, week or month, oldest first. At most 400 entries; not for `ALL_TIME`. "
            "Precomputed: costs the same for any number of users and tasks."
        ),
    )
    async def activity(
        self, info: Info, first: FromDate, last: ToDate, period: StatisticsPeriod = StatisticsPeriod.DAY
    ) -> list[TotalsRow]:
        return await read_statistics_history(info.context, None, period, (first, last), info.columns)

    @strawberry.field(
        graphql_type=list[HourUse],
        metadata=at_most(7 * 24) | costs(100),
        description=(
            "Tasks recorded in each hour of the week, from `from` to `to` (exclusive), at most 400 days. "
            "Updated every few minutes."
        ),
    )
    async def hours(self, info: Info, first: FromDate, last: ToDate) -> list[UseOfHour]:
        return await read_hours(info.context, (first, last))

    @strawberry.field(
        graphql_type=list[ModelUse],
        metadata=at_most(MODELS) | costs(100),
        description="Usage by model, most tasks first, up to 50 models; `from` and `to` as in `hours`.",
    )
    async def models(self, info: Info, first: FromDate, last: ToDate) -> list[UseOfModel]:
        return await read_models(info.context, (first, last))

    @strawberry.field(
        graphql_type=list[FailuresOnDay],
        metadata=given("dates", MAX_DAYS * REASONS, usual=MAX_DAYS * 3) | costs(100),
        description="Failures per day for the 10 most frequent reasons; `from` and `to` as in `hours`.",
    )
    async def failure_history(self, info: Info, first: FromDate, last: ToDate) -> list[FailuresOfDay]:
        return await read_failure_history(info.context, (first, last))

    @strawberry.field(
        graphql_type=UserUsageConnection,
        metadata=costs(10),
        description=(
            "All users, highest usage first. With `lastTaskBefore`, only users who have tasks but none "
            "since then. Audited."
        ),
    )
    @paged
    async def users(
        self,
        info: Info,
        window: Window,
        order_by: UserUsageOrder = UserUsageOrder.CREDITS,
        last_task_before: datetime | None = None,
    ) -> ListPage[UserUsageRow]:
        return await read_users(info.context, order_by, last_task_before, window)

    @strawberry.field(
        graphql_type=UserUsage | None, description="A user's total usage; null if they never had a task. Audited."
    )
    async def user(self, info: Info, id: strawberry.ID) -> UserUsageRow | None:
        return await read_user(info.context, id)

    @strawberry.field(
        graphql_type=TaskConnection,
        metadata=costs(20),
        description="A user's tasks; without `userId`, all users' tasks, ordered by creation time only. Audited.",
    )
    @paged
    async def tasks(
        self,
        info: Info,
        user_id: strawberry.ID | None = None,
        *,
        window: Window,
        where: TaskFilter | None = None,
        order_by: TaskOrder | None = None,
        starting_at: datetime | None = None,
    ) -> ListPage[TaskRow]:
        return await read_tasks(info, read_id("userId", user_id), *read_list(where, order_by), window, starting_at)

    @strawberry.field(
        graphql_type=TaskRecord | None, description="Any user's task; null if it does not exist. Audited."
    )
    async def task(self, info: Info, id: strawberry.ID) -> TaskRow | None:
        return await read_task(info.context, id)

    @strawberry.field(
        graphql_type=TaskPlace | None,
        description="The position of a task in its user's list, as in `Query.taskPlace`. Audited.",
    )
    async def task_place(
        self,
        info: Info,
        user_id: strawberry.ID,
        id: strawberry.ID,
        where: TaskFilter | None = None,
        order_by: TaskOrder | None = None,
    ) -> PlaceOfTask | None:
        return await read_place(info.context, id, read_id("userId", user_id), *read_list(where, order_by))

    @strawberry.field(graphql_type=StorageReport, metadata=costs(100), description="Storage used by all users.")
    async def storage(self, info: Info) -> StorageReportRow:
        return add_reports(await info.context.rows(STORAGE_REPORT.bind(), Totals()))

    @strawberry.field(
        graphql_type=AuditConnection,
        metadata=costs(10),
        description=(
            "Audited actions, newest first, retained forever; with `userId`, only those that concern that user."
        ),
    )
    @paged
    async def audit(self, info: Info, window: Window, user_id: strawberry.ID | None = None) -> ListPage[AuditRecord]:
        return await list_page(info.context, audit_list(read_id("userId", user_id)), window, of=Totals())

    @strawberry.field(
        graphql_type=Erasure | None, metadata=costs(10), description="An erasure; null if it does not exist."
    )
    async def erasure(self, info: Info, id: strawberry.ID) -> ErasureRecord | None:
        return await find_erasure(info.context, id)

    @strawberry.field(
        graphql_type=ErasureConnection,
        metadata=costs(10),
        description="All erasures, newest first, retained forever; with `userId`, only that user's.",
    )
    @paged
    async def erasures(
        self, info: Info, window: Window, user_id: strawberry.ID | None = None
    ) -> ListPage[ErasureRecord]:
        return await list_page(info.context, erasure_list(read_id("userId", user_id)), window, of=Totals())

    @strawberry.field(
        graphql_type=list[FailureGroup],
        metadata=at_most(GROUPS) | costs(200),
        description=(
            "The last 10,000 failed tasks, grouped by code, error message and model: the 50 largest "
            "groups, largest first. Audited."
        ),
    )
    async def failures(self, info: Info) -> list[FailureRow]:
        return await read_failures(info.context)

    @strawberry.field(
        graphql_type=IntegrityReport,
        metadata=costs(1_000),
        description="Compares records with stored objects, and totals with records. Slow: it reads everything.",
    )
    def integrity(self, info: Info) -> IntegrityCheck:
        return IntegrityCheck(info.context)


@strawberry.type
class AdministrationQuery:
    @strawberry.field(
        description="Data for administrators. Requires the `ADMIN` role; without it null, with a `FORBIDDEN` error."
    )
    def admin(self, info: Info) -> Admin | None:
        info.context.caller.check_may("Administration", Role.ADMIN)
        return Admin()
