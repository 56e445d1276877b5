from datetime import datetime

import strawberry

from models.credits.credit_statements import CreditEntryRow
from models.credits.credit_tables import CreditEntryKind
from resolvers.credits.credit_balance import CreditBalance
from resolvers.paging import ListPage, window
from schema.described_enum import described_enum
from schema.node import Node
from schema.page_info import PageInfo
from schema.scalars import BigInt

described_enum(
    CreditEntryKind,
    "Why a user's credits changed.",
    GRANT="Given.",
    REVOKE="What was left of a grant, taken back.",
    HOLD="Set aside for a task that was recorded.",
    SETTLE="Spent on a completed task; what was held beyond it is available again.",
    RELEASE="A task failed, was deleted, or did not end in time: all that was held for it is available again.",
    EXPIRE="A grant ran out of time.",
)


@strawberry.type(description="A change to a user's credits. None is ever altered or removed.")
class CreditEntry(Node):
    kind: CreditEntryKind
    amount: BigInt = strawberry.field(description="By how much `available` changed: negative when it fell.")
    available: BigInt = strawberry.field(description="What was available after it.")
    held: BigInt = strawberry.field(description="What was held after it.")
    task_id: strawberry.ID | None = strawberry.field(description="The task that it was for.")
    grant_id: strawberry.ID | None = strawberry.field(
        description="The grant that it gave, or took from; null when it took from several."
    )
    reason: str | None = strawberry.field(description="Why, of a grant and of what was taken back.")
    created_at: datetime

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return isinstance(value, CreditEntryRow)


@strawberry.type(description="A change and its place in the order.")
class CreditEntryEdge:
    cursor: str
    node: CreditEntry


@strawberry.type(description="A page of changes.")
class CreditEntryConnection:
    edges: list[CreditEntryEdge]
    nodes: list[CreditEntry]
    page_info: PageInfo


@strawberry.type(description="What a user may spend on tasks.")
class Credits:
    available: BigInt = strawberry.field(description="To spend now.")
    held: BigInt = strawberry.field(description="Set aside for tasks that have not ended.")

    @strawberry.field(graphql_type=BigInt, description="Of what is available, how much expires before then.")
    async def expiring(root: strawberry.Parent[CreditBalance], before: datetime) -> int:
        return await root.expiring(before)

    @strawberry.field(graphql_type=CreditEntryConnection, description="Each change, newest first.")
    async def entries(
        root: strawberry.Parent[CreditBalance],
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> ListPage[CreditEntryRow]:
        return await root.entries(window(first, after, last, before))
