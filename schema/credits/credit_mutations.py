from datetime import datetime

import strawberry

from resolvers.credits.credit_inputs import GrantToRevoke, NewGrant
from resolvers.credits.give_credits import grant_credits, revoke_credits
from schema.credits.credits import Credits
from schema.types.payload import mutation, payload
from schema.types.scalars import BigInt


@strawberry.input(description="Credits to give.")
class GrantCreditsInput:
    id: strawberry.ID = strawberry.field(
        description="A UUID chosen by the client for the grant, so that a retry cannot give the credits twice."
    )
    user_id: strawberry.ID = strawberry.field(description="The user who receives them.")
    amount: BigInt = strawberry.field(description="How many credits, 1 or more.")
    expires_at: datetime | None = strawberry.field(
        default=None,
        description="When the credits expire; never when omitted. Those that expire first are spent first.",
    )
    reason: str = strawberry.field(description="The reason, for the user to read; 1 to 200 characters.")


@strawberry.input(description="A grant to take back.")
class RevokeCreditsInput:
    id: strawberry.ID = strawberry.field(description="The grant's id.")
    user_id: strawberry.ID = strawberry.field(description="The user to whom it was given.")
    reason: str = strawberry.field(description="The reason, for the user to read; 1 to 200 characters.")


@strawberry.type
class CreditMutations:
    grant_credits = mutation(
        grant_credits,
        NewGrant,
        GrantCreditsInput,
        payload(credits=Credits),
        "Give a user credits. Safe to repeat with the same input. Needs the `SERVICE` or `ADMIN` role.",
    )
    revoke_credits = mutation(
        revoke_credits,
        GrantToRevoke,
        RevokeCreditsInput,
        payload(credits=Credits),
        "Take back what is left of a grant; what is held of it for tasks follows when it is released. Safe to repeat. "
        "Needs the `SERVICE` or `ADMIN` role.",
    )
