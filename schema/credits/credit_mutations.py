from datetime import datetime

import strawberry

from resolvers.credits.give_credits import GrantToRevoke, NewGrant, grant_credits, revoke_credits
from schema.credits.credits import Credits
from schema.types.payload import mutation, payload
from schema.types.scalars import BigInt


@strawberry.input(description="Credits to grant.")
class GrantCreditsInput:
    id: strawberry.ID = strawberry.field(
        description="A UUID chosen by the client, so that a retry cannot grant the credits twice."
    )
    user_id: strawberry.ID = strawberry.field(description="The user who receives them.")
    amount: BigInt = strawberry.field(description="Number of credits, 1 or more.")
    expires_at: datetime | None = strawberry.field(
        default=None,
        description="When the credits expire; never by default. Credits that expire first are spent first.",
    )
    reason: str = strawberry.field(description="A reason for the user, 1 to 200 characters.")


@strawberry.input(description="A grant to revoke.")
class RevokeCreditsInput:
    id: strawberry.ID = strawberry.field(description="The grant's id.")
    user_id: strawberry.ID = strawberry.field(description="The user who received it.")
    reason: str = strawberry.field(description="A reason for the user, 1 to 200 characters.")


@strawberry.type
class CreditMutations:
    grant_credits = mutation(
        grant_credits,
        NewGrant,
        GrantCreditsInput,
        payload(credits=Credits),
        "Grant credits to a user. Idempotent for the same input. Requires the `SERVICE` or `ADMIN` role.",
    )
    revoke_credits = mutation(
        revoke_credits,
        GrantToRevoke,
        RevokeCreditsInput,
        payload(credits=Credits),
        (
            "Revoke the rest of a grant. Credits of it that are held for tasks are revoked when they are released. "
            "Idempotent. Requires the `SERVICE` or `ADMIN` role."
        ),
    )
