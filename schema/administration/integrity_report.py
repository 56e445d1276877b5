from datetime import datetime

import strawberry

from resolvers.administration.inspection import IntegrityCheck


@strawberry.type(
    description=(
        "Whether records, stored objects and totals agree. Only selected fields are checked, so checks can be run one "
        "at a time."
    )
)
class IntegrityReport:
    checked_at: datetime = strawberry.field(description="When the check began.")
    missing_objects: int = strawberry.field(
        resolver=IntegrityCheck.missing_objects,
        description="Recorded images whose object is missing in storage.",
    )
    damaged_objects: int = strawberry.field(
        resolver=IntegrityCheck.damaged_objects,
        description="Recorded images whose object has changed in size since it was stored.",
    )
    orphaned_objects: int = strawberry.field(
        resolver=IntegrityCheck.orphaned_objects,
        description="Stored objects that belong to no record and no open upload.",
    )
    drifted_statistics: int = strawberry.field(
        resolver=IntegrityCheck.drifted_statistics,
        description="Precomputed totals that differ from their tasks.",
    )
    drifted_credits: int = strawberry.field(
        resolver=IntegrityCheck.drifted_credits,
        description="Users whose credits differ from the sum of their entries, or whose entries do not balance.",
    )
    unowned_objects: int = strawberry.field(
        resolver=IntegrityCheck.unowned_objects,
        description="Images that a task of the original design references but does not own; they are not shown.",
    )
    overdue_removals: int = strawberry.field(
        resolver=IntegrityCheck.overdue_removals,
        description="Object removals that have failed for more than an hour; each is retried until it succeeds.",
    )
