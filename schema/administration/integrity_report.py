from datetime import datetime

import strawberry

from resolvers.administration.inspection import IntegrityCheck


@strawberry.type(
    description="How far records, stored objects and totals agree. What is not asked for is not looked into, "
    "so that one may ask for a part after the other."
)
class IntegrityReport:
    checked_at: datetime
    missing_objects: int = strawberry.field(
        resolver=IntegrityCheck.missing_objects,
        description="Recorded images whose object is missing from storage.",
    )
    orphaned_objects: int = strawberry.field(
        resolver=IntegrityCheck.orphaned_objects,
        description="Stored objects that no record names and no upload in progress claims.",
    )
    drifted_statistics: int = strawberry.field(
        resolver=IntegrityCheck.drifted_statistics,
        description="Precomputed totals that differ from the tasks they stand for.",
    )
    drifted_credits: int = strawberry.field(
        resolver=IntegrityCheck.drifted_credits,
        description="Users whose credits differ from the sum of their entries, or whose entries do not balance.",
    )
    foreign_keys: int = strawberry.field(
        resolver=IntegrityCheck.foreign_keys,
        description="Images that a task of the original design names and that are not its own: they are not shown.",
    )
    overdue_removals: int = strawberry.field(
        resolver=IntegrityCheck.overdue_removals,
        description="Removals that storage has refused for more than an hour; they are tried again until it agrees.",
    )
