import strawberry

from models.boards.board_statements import BoardRow
from models.sharing.link_record import ShareLinkRecord
from models.statement import is_row_of
from models.statistics.totals import TotalsRow
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.paging import ListPage, Window
from resolvers.users.find_user import FoundUser, find_user
from resolvers.users.set_plan import set_plan
from schema.boards.board import BoardConnection
from schema.sharing.share_link import ShareLinkConnection
from schema.statistics.statistics import Statistics
from schema.tasks.task_filter import TaskFilter, TaskOrder
from schema.tasks.task_query import read_list
from schema.tasks.task_record import TaskConnection
from schema.types.connection_types import paged
from schema.types.field_metadata import costs
from schema.types.payload import mutation, payload
from schema.types.scalars import OnDate
from schema.viewer.viewer import Account, Plan


@strawberry.type(description="A user, as back ends and administrators see them.")
class User(Account):
    plan: Plan = strawberry.field(
        description=(
            "As recorded by `setPlan` or the user's token; the default plan if none is recorded, or it "
            "no longer exists."
        )
    )

    @strawberry.field(
        metadata=costs(10),
        description=(
            "The `sub` of the user's tokens, if `id` is made from it (`USER_ID_NAMESPACE`). Null if `id` is the `sub`, "
            "or no token of the user was seen since their first task."
        ),
    )
    async def subject(root: strawberry.Parent[FoundUser]) -> str | None:
        return await root.subject()

    @strawberry.field(
        graphql_type=TaskConnection,
        metadata=costs(20),
        description="As in `Query.tasks`. Administrators' reads are audited.",
    )
    @paged
    async def tasks(
        root: strawberry.Parent[FoundUser],
        info: Info,
        window: Window,
        where: TaskFilter | None = None,
        order_by: TaskOrder | None = None,
    ) -> ListPage[TaskRow]:
        return await root.tasks(info, *read_list(where, order_by), window)

    @strawberry.field(
        graphql_type=BoardConnection,
        metadata=costs(10),
        description="As in `Query.boards`, with the user's role. Administrators' reads, of contents too, are audited.",
    )
    @paged
    async def boards(root: strawberry.Parent[FoundUser], info: Info, window: Window) -> ListPage[BoardRow]:
        return await root.boards(info, window)

    @strawberry.field(
        graphql_type=ShareLinkConnection,
        metadata=costs(10),
        description="As in `Query.shareLinks`. Administrators' reads are audited.",
    )
    @paged
    async def share_links(root: strawberry.Parent[FoundUser], window: Window) -> ListPage[ShareLinkRecord]:
        return await root.share_links(window)

    @strawberry.field(graphql_type=Statistics, metadata=costs(10), description="As in `Query.statistics`.")
    async def statistics(
        root: strawberry.Parent[FoundUser],
        info: Info,
        period: StatisticsPeriod = StatisticsPeriod.ALL_TIME,
        day: OnDate = None,
    ) -> TotalsRow:
        return await root.totals(period, day, info.columns)

    is_type_of = staticmethod(is_row_of(FoundUser))


@strawberry.type
class UserQuery:
    @strawberry.field(
        graphql_type=User | None,
        description=(
            "A user, by `id` or, with `USER_ID_NAMESPACE`, by the `sub` of their tokens; null if the server has no "
            "record of them. Requires the `SERVICE` or `ADMIN` role; "
            "administrators' reads are audited."
        ),
    )
    async def user(self, info: Info, id: strawberry.ID) -> FoundUser | None:
        return await find_user(info.context, id)


@strawberry.input(description="A user's plan.")
class SetPlanInput:
    user_id: strawberry.ID
    plan: str = strawberry.field(description="Its name.")


@strawberry.type
class UserMutations:
    set_plan = mutation(
        set_plan,
        SetPlanInput,
        payload(user=User),
        (
            "Record a user's plan, for tasks that a back end records for them. It applies until the next "
            "call, or until a later token of the user (`iat`) names a plan. Requires the `SERVICE` role."
        ),
    )
