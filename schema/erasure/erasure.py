from datetime import datetime

import strawberry

from models.erasure.erasure_record import ErasureRecord
from models.statement import is_row_of
from resolvers.erasure.erase_user import erase_user
from schema.types.connection_types import Node, connection
from schema.types.field_metadata import costs, formerly
from schema.types.payload import faults, mutation
from schema.types.user_error import UserError


@strawberry.type(description="The removal of a user with all their data.")
class Erasure(Node):
    user_id: strawberry.ID = strawberry.field(description="The user who was erased.")
    tasks: int = strawberry.field(
        name="taskCount", metadata=formerly("tasks"), description="Tasks that the user had, deleted ones included."
    )
    images: int = strawberry.field(
        name="imageCount", metadata=formerly("images"), description="Images that the user had."
    )
    requested_at: datetime = strawberry.field(description="When the erasure began.")
    completed_at: datetime | None = strawberry.field(
        description="When the data had been removed from storage and every database; null until then."
    )

    is_type_of = staticmethod(is_row_of(ErasureRecord))


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
