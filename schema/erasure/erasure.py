from datetime import datetime

import strawberry

from resolvers.erasure.erase_user import erase_user
from schema.types.connection_types import connection
from schema.types.field_metadata import costs
from schema.types.payload import faults, mutation
from schema.types.user_error import UserError


@strawberry.type(description="The removal of a user with all their data.")
class Erasure:
    id: strawberry.ID
    user_id: strawberry.ID
    tasks: int = strawberry.field(description="The number of tasks that the user had.")
    images: int = strawberry.field(description="The number of images that the user had.")
    requested_at: datetime
    completed_at: datetime | None = strawberry.field(
        description="When the data had been removed from storage and every database; null until then."
    )


ErasureConnection = connection("Erasure", Erasure, "A page of erasures.", "An erasure and its cursor.")


@strawberry.input(description="The user to erase.")
class EraseUserInput:
    user_id: strawberry.ID
    dry_run: bool = strawberry.field(default=True, description="Only report what would be removed.")


@strawberry.type(description="What `eraseUser` did, or would do.")
class EraseUserPayload:
    erasure: Erasure | None = strawberry.field(
        default=None, description="After a dry run, it cannot be read with `admin.erasure`."
    )
    errors: list[UserError] = faults()


@strawberry.type
class ErasureMutations:
    erase_user = mutation(
        erase_user,
        EraseUserInput,
        EraseUserPayload,
        (
            "Remove a user and all their data: tasks, images, totals, credits, webhooks. For a user who "
            "was erased and has not returned, returns that erasure. Requires the `ADMIN` role."
        ),
        costs(2_000),
    )
