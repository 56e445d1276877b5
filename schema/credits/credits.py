from datetime import datetime

import strawberry

from models.credits.credit_tables import CreditEntryKind, LedgerEntry
from models.statement import is_row_of
from resolvers.credits.credit_balance import CreditBalance
from resolvers.credits.give_credits import grant_credits, revoke_credits
from resolvers.paging import ListPage, Window
from schema.types.connection_types import Node, connection, paged
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs
from schema.types.payload import mutation, payload
from schema.types.scalars import BigInt

described_enum(
    CreditEntryKind,
    "Why a user's credits changed.",
    GRANT="Credits were given.",
    REVOKE="The rest of a grant was revoked.",
    HOLD="Credits were held for a recorded task.",
    SETTLE="Credits were spent on a completed task, and the rest of its hold was released.",
    RELEASE="The hold of a task was released: it failed, was canceled or deleted, or did not end in time.",
    EXPIRE="Credits of a grant expired.",
)


@strawberry.type(description="A change to a user's credits. Never altered or removed.")
class CreditEntry(Node):
    kind: CreditEntryKind = strawberry.field(description="Why the credits changed.")
    to_available: BigInt = strawberry.field(
        name="amount", description="The change to `available`; negative for a decrease."
    )
    available: BigInt = strawberry.field(description="After the change.")
    held: BigInt = strawberry.field(description="After the change.")
    task_id: strawberry.ID | None = strawberry.field(description="The task that caused the change.")
    grant_id: strawberry.ID | None = strawberry.field(
        description="The grant given or charged; null if several were charged."
    )
    reason: str | None = strawberry.field(description="Why a grant was given or revoked; else null.")
    created_at: datetime

    is_type_of = staticmethod(is_row_of(LedgerEntry))


CreditEntryConnection = connection(
    "CreditEntry", CreditEntry, "A page of changes to a user's credits.", "A change and its cursor."
)


@strawberry.type(description="The credits with which a user pays for tasks.")
class Credits:
    available: BigInt = strawberry.field(description="For new tasks, without those that are held.")
    held: BigInt = strawberry.field(description="Held for tasks that have not ended.")

    @strawberry.field(graphql_type=BigInt, metadata=costs(10), description="Available credits that expire before then.")
    async def expiring(root: strawberry.Parent[CreditBalance], before: datetime) -> int:
        return await root.expiring(before)

    @strawberry.field(graphql_type=CreditEntryConnection, metadata=costs(10), description="Newest first.")
    @paged
    async def entries(root: strawberry.Parent[CreditBalance], window: Window) -> ListPage[LedgerEntry]:
        return await root.entries(window)


@strawberry.input(description="Credits to grant.")
class GrantCreditsInput:
    id: strawberry.ID = strawberry.field(description="A UUID of the client's, so that a retry grants no credits twice.")
    user_id: strawberry.ID
    amount: BigInt = strawberry.field(description="At least 1.")
    expires_at: datetime | None = strawberry.field(
        default=None, description="Never by default. Credits that expire first are spent first."
    )
    reason: str = strawberry.field(description="A reason for the user, 1 to 200 characters.")


@strawberry.input(description="A grant to revoke.")
class RevokeCreditsInput:
    id: strawberry.ID = strawberry.field(description="The grant.")
    user_id: strawberry.ID = strawberry.field(description="Its user.")
    reason: str = strawberry.field(description="A reason for the user, 1 to 200 characters.")


@strawberry.type
class CreditMutations:
    grant_credits = mutation(
        grant_credits,
        GrantCreditsInput,
        payload(credits=Credits),
        "Grant credits to a user. Idempotent for the same input. Requires the `SERVICE` or `ADMIN` role.",
    )
    revoke_credits = mutation(
        revoke_credits,
        RevokeCreditsInput,
        payload(credits=Credits),
        (
            "Revoke the rest of a grant; held credits are revoked when they are released. Idempotent. "
            "Requires the `SERVICE` or `ADMIN` role."
        ),
    )
