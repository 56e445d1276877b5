import strawberry

from resolvers.users.set_plan import set_plan
from resolvers.users.user_inputs import PlanToSet
from schema.types.payload import mutation, payload
from schema.users.user import User


@strawberry.input(description="A user's plan.")
class SetPlanInput:
    user_id: strawberry.ID = strawberry.field(description="The user who has it.")
    plan: str = strawberry.field(description="The plan's name.")


@strawberry.type
class UserMutations:
    set_plan = mutation(
        set_plan,
        PlanToSet,
        SetPlanInput,
        payload(user=User),
        "Note a user's plan, for tasks that a back end records for them. It stands until the next call, or a token of "
        "the user that was issued later (`iat`) and names a plan. Needs the `SERVICE` role.",
    )
