from datetime import datetime

import strawberry


@strawberry.type(description="How far records, stored objects and totals agree.")
class IntegrityReport:
    checked_at: datetime
    missing_objects: int = strawberry.field(description="Recorded images whose object is missing from storage.")
    orphaned_objects: int = strawberry.field(
        description="Stored objects that no record names and no upload in progress claims."
    )
    drifted_statistics: int = strawberry.field(
        description="Precomputed totals that differ from the tasks they stand for."
    )
    drifted_credits: int = strawberry.field(
        description="Users whose credits differ from the sum of their entries, or whose entries do not balance."
    )
    foreign_keys: int = strawberry.field(
        description="Images that a task of the original design names and that are not its own: they are not shown."
    )
    overdue_removals: int = strawberry.field(
        description="Removals that storage has refused for more than an hour; they are tried again until it agrees."
    )
