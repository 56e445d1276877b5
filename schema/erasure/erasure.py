from datetime import datetime

import strawberry


@strawberry.type(description="The removal of a user.")
class Erasure:
    id: strawberry.ID
    user_id: strawberry.ID
    tasks: int
    images: int
    requested_at: datetime
    completed_at: datetime | None = strawberry.field(
        description="When storage was found to hold nothing of theirs any more; null until then."
    )
