import strawberry

from resolvers.erasure.erase_user import erase_user
from resolvers.erasure.erasure_inputs import UserToErase
from schema.erasure.erasure import Erasure
from schema.types.field_metadata import costs
from schema.types.payload import faults, mutation
from schema.types.user_error import UserError


@strawberry.input(description="The user to remove.")
class EraseUserInput:
    user_id: strawberry.ID
    dry_run: bool = strawberry.field(default=True, description="Only report what would be removed.")


@strawberry.type(description="What `eraseUser` did, or would do.")
class EraseUserPayload:
    erasure: Erasure | None = strawberry.field(
        default=None, description="The erasure. After a dry run, too, though `admin.erasure` will not find that one."
    )
    errors: list[UserError] = faults()


@strawberry.type
class ErasureMutations:
    erase_user = mutation(
        erase_user,
        UserToErase,
        EraseUserInput,
        EraseUserPayload,
        "Remove a user with all their data: tasks, images, totals, credits, webhooks. Only reports what would be "
        "removed unless `dryRun` is false. Of a user who is erased already, and has not come back since, answers with "
        "the erasure from then. Needs the `ADMIN` role.",
        costs(2_000),
    )
