from dataclasses import field

import strawberry

from resolvers.erasure.erase_user import erase_user
from resolvers.erasure.erasure_inputs import UserToErase
from schema.erasure.erasure import Erasure
from schema.payload import mutation
from schema.user_error import UserError


@strawberry.input(description="Whom to remove.")
class EraseUserInput:
    user_id: strawberry.ID
    dry_run: bool = strawberry.field(default=True, description="Only say what there is.")


@strawberry.type(description="What `eraseUser` did, or would do.")
class EraseUserPayload:
    erasure: Erasure | None = strawberry.field(
        default=None, description="Of a dry run, too, though `admin.erasure` knows nothing of it."
    )
    errors: list[UserError] = field(default_factory=list)


@strawberry.type
class ErasureMutations:
    erase_user = mutation(
        erase_user,
        UserToErase,
        EraseUserInput,
        EraseUserPayload,
        "Remove a user with all that is theirs: tasks, images, totals, credits, webhooks. Only tells what there is "
        "unless `dryRun` is false. Needs the `ADMIN` role.",
    )
