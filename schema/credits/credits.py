from datetime import datetime

import strawberry

from models.credits.credit_tables import CreditEntryKind, LedgerEntry
from models.statement import is_row_of
from resolvers.credits.credit_balance import CreditBalance
from resolvers.paging import ListPage, Window
from schema.types.connection_types import connection, paged
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs
from schema.types.node import Node
from schema.types.scalars import BigInt

described_enum(
    CreditEntryKind,
    "Why a user's credits changed.",
    GRANT="Credits were given.",
    REVOKE="The rest of a grant was revoked.",
    HOLD="Credits were held for a task that was recorded.",
    SETTLE="Credits were spent on a completed task. The rest of its hold was released.",
    RELEASE="A task failed, was canceled or deleted, or did not end in time. Its hold was released.",
    EXPIRE="Credits of a grant expired.",
)


@strawberry.type(description="A change to a user's credits. Entries are never altered or removed.")
class CreditEntry(Node):
    kind: CreditEntryKind
    to_available: BigInt = strawberry.field(
        name="amount", description="The change to `available`; negative for a decrease."
    )
    available: BigInt = strawberry.field(description="Credits available after the change.")
    held: BigInt = strawberry.field(description="Credits held after the change.")
    task_id: strawberry.ID | None = strawberry.field(
        description=("The task that caused the change; null if there is none.")
    )
    grant_id: strawberry.ID | None = strawberry.field(
        description="The grant that was given or charged; null if several grants were charged."
    )
    reason: str | None = strawberry.field(description="Why the grant was given or revoked; null for other changes.")
    created_at: datetime

    is_type_of = staticmethod(is_row_of(LedgerEntry))


CreditEntryConnection = connection(
    "CreditEntry", CreditEntry, "A page of changes to a user's credits.", "A change and its cursor."
)


@strawberry.type(description="The credits with which a user pays for tasks.")
class Credits:
    available: BigInt = strawberry.field(description="Credits that can be spent now.")
    held: BigInt = strawberry.field(description="Credits held for tasks that have not ended.")

    @strawberry.field(
        graphql_type=BigInt,
        metadata=costs(10),
        description="Available credits that expire before the given time.",
    )
    async def expiring(root: strawberry.Parent[CreditBalance], before: datetime) -> int:
        return await root.expiring(before)

    @strawberry.field(
        graphql_type=CreditEntryConnection, metadata=costs(10), description="The changes to the credits, newest first."
    )
    @paged
    async def entries(
        root: strawberry.Parent[CreditBalance],
        window: Window,
    ) -> ListPage[LedgerEntry]:
        return await root.entries(window)
