import strawberry

from resolvers.users.set_plan import set_plan
from resolvers.users.user_inputs import PlanToSet
from schema.types.payload import mutation, payload
from schema.users.user import User


@strawberry.input(description="A user's plan.")
class SetPlanInput:
    user_id: strawberry.ID = strawberry.field(description="The user whose plan it is.")
    plan: str = strawberry.field(description="The plan's name.")


@strawberry.type
class UserMutations:
    set_plan = mutation(
        set_plan,
        PlanToSet,
        SetPlanInput,
        payload(user=User),
        (
            "Record a user's plan, for tasks that a back end records for them. It applies until the next call, or "
            "until a token of the user that was issued later (`iat`) names a plan. Requires the `SERVICE` role."
        ),
    )
