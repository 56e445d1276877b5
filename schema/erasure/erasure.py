from datetime import datetime

import strawberry

from schema.types.connection_types import connection


@strawberry.type(description="The removal of a user with all their data.")
class Erasure:
    id: strawberry.ID
    user_id: strawberry.ID
    tasks: int = strawberry.field(description="How many tasks the user had.")
    images: int = strawberry.field(description="How many images the user had.")
    requested_at: datetime
    completed_at: datetime | None = strawberry.field(
        description=(
            "When all of the user's data had been removed from storage and from every database; null until then."
        )
    )


ErasureConnection = connection("Erasure", Erasure, "A page of erasures.", "An erasure and its cursor.")
