import strawberry

from resolvers.erasure.erase_user import erase_user
from resolvers.erasure.erasure_inputs import UserToErase
from schema.erasure.erasure import Erasure
from schema.types.field_metadata import costs
from schema.types.payload import faults, mutation
from schema.types.user_error import UserError


@strawberry.input(description="The user to erase.")
class EraseUserInput:
    user_id: strawberry.ID
    dry_run: bool = strawberry.field(default=True, description="Only report what would be removed.")


@strawberry.type(description="What `eraseUser` did, or would do.")
class EraseUserPayload:
    erasure: Erasure | None = strawberry.field(
        default=None, description="The erasure; that of a dry run cannot be read again with `admin.erasure`."
    )
    errors: list[UserError] = faults()


@strawberry.type
class ErasureMutations:
    erase_user = mutation(
        erase_user,
        UserToErase,
        EraseUserInput,
        EraseUserPayload,
        (
            "Remove a user and all their data: tasks, images, totals, credits, webhooks. Unless `dryRun` is false, "
            "only reports what would be removed. For a user who was erased earlier and has not returned, returns the "
            "earlier erasure. Requires the `ADMIN` role."
        ),
        costs(2_000),
    )
