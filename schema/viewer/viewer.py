import strawberry

from models.statement import is_row_of
from models.webhooks.webhook_record import WebhookRecord
from models.webhooks.webhook_statements import MOST_OF_ALL, MOST_OWN
from resolvers.access import Caller, Role
from resolvers.arguments import MAX_IDS
from resolvers.context import Info
from resolvers.credits.credit_balance import CreditBalance, own_credits
from resolvers.users.find_user import FoundUser
from resolvers.viewer.nodes import NodeRow, nodes_by_id
from resolvers.viewer.usage import storage_used, tasks_this_month
from resolvers.webhooks.find_webhooks import own_webhooks
from schema.credits.credits import Credits
from schema.tasks.task_enums import TaskType
from schema.types.connection_types import Node
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, costs, given
from schema.types.scalars import BigInt
from schema.webhooks.webhook import Webhook

described_enum(
    Role,
    "The caller's role.",
    USER="May act on their own tasks.",
    ADMIN="May also use `Query.admin` and the mutations that need this role.",
    SERVICE="A trusted back end: may act for any user and on any task.",
)


@strawberry.type(description="The price of an image, by type of task.")
class CreditPrice:
    task_type: TaskType = strawberry.field(description="The type of task.")
    credits: int = strawberry.field(description="Credits that each image costs.")


@strawberry.type(description="The limits of a plan. Null means no limit.")
class Plan:
    name: str = strawberry.field(description="As tokens and `setPlan` name it.")
    task_types: list[TaskType] = strawberry.field(
        metadata=at_most(len(TaskType)), description="Types of task that may be recorded."
    )
    max_image_size: int = strawberry.field(description="In bytes.")
    max_storage: BigInt | None = strawberry.field(description="Of all stored images, in bytes.")
    max_tasks_per_month: int | None = strawberry.field(description="In a calendar month.")
    retention_days: int | None = strawberry.field(
        description="Days after which tasks are removed; their usage stays counted."
    )
    image_retention_days: int | None = strawberry.field(description="Days after which images are removed.")
    prompt_retention_days: int | None = strawberry.field(
        description="Days after which prompts and error messages are removed."
    )
    credit_prices: list[CreditPrice] = strawberry.field(
        metadata=at_most(len(TaskType)), description="Empty if the plan has no prices."
    )
    trash_days: int = strawberry.field(
        description="Days after which trashed tasks are removed. With 0, `trashTasks` removes tasks at once."
    )
    mark_images: str | None = strawberry.field(
        description=(
            "The language (`zh-CN`, `en`) of the visible mark on images in downloads and share links; null for no mark."
        )
    )
    can_export: bool = strawberry.field(description="Whether the user may call `exportTasks`.")
    can_share: bool = strawberry.field(description="Whether the user may create links; existing ones keep working.")


@strawberry.interface(description="What a user has, and has used.")
class Account(Node):
    plan: Plan

    @strawberry.field(
        graphql_type=BigInt, metadata=costs(10), description="Bytes of stored images and of uploads not yet attached."
    )
    async def storage_used(root: strawberry.Parent[Caller | FoundUser], info: Info) -> int:
        return await (storage_used(info.context) if isinstance(root, Caller) else root.storage_used())

    @strawberry.field(metadata=costs(10), description="Tasks created in this calendar month, deleted ones included.")
    async def tasks_this_month(root: strawberry.Parent[Caller | FoundUser], info: Info) -> int:
        return await (tasks_this_month(info.context) if isinstance(root, Caller) else root.tasks_this_month())

    @strawberry.field(graphql_type=Credits | None, metadata=costs(10), description="Null if the plan has no prices.")
    async def credits(root: strawberry.Parent[Caller | FoundUser], info: Info) -> CreditBalance | None:
        return await (own_credits(info.context) if isinstance(root, Caller) else root.credits())


@strawberry.type(description="The caller.")
class Viewer(Account):
    id: strawberry.ID = strawberry.field(
        description="The token's `sub`, or the UUID made from it (`USER_ID_NAMESPACE`)."
    )
    role: Role = strawberry.field(description="What the caller may do.")
    plan: Plan = strawberry.field(description="As the token names it, or else the default plan.")

    @strawberry.field(
        graphql_type=list[Webhook],
        metadata=at_most(MOST_OWN + MOST_OF_ALL) | costs(10),
        description="With the `SERVICE` or `ADMIN` role, webhooks for all users included.",
    )
    async def webhooks(self, info: Info) -> list[WebhookRecord]:
        return await own_webhooks(info.context)

    is_type_of = staticmethod(is_row_of(Caller))


@strawberry.type
class ViewerQuery:
    @strawberry.field(graphql_type=Viewer, description="The caller, as the verified token describes them.")
    def viewer(self, info: Info) -> Caller:
        return info.context.caller

    @strawberry.field(
        graphql_type=Node | None,
        description="An object by its id; null if it does not exist or the caller may not see it.",
    )
    async def node(self, info: Info, id: strawberry.ID) -> NodeRow | None:
        [row] = await nodes_by_id(info.context, "id", [id])
        return row

    @strawberry.field(
        graphql_type=list[Node | None],
        metadata=given("ids", MAX_IDS),
        description="The objects with up to 100 ids, in that order, as `node` returns them.",
    )
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> list[NodeRow | None]:
        return await nodes_by_id(info.context, "ids", ids)
