from datetime import datetime

import strawberry

from resolvers.administration.inspection import IntegrityCheck


@strawberry.type(
    description="How far records, stored objects and totals agree. What is not asked for is not looked into, "
    "so that one may ask for a part after the other."
)
class IntegrityReport:
    checked_at: datetime

    @strawberry.field(description="Recorded images whose object is missing from storage.")
    async def missing_objects(root: strawberry.Parent[IntegrityCheck]) -> int:
        return await root.missing_objects()

    @strawberry.field(description="Stored objects that no record names and no upload in progress claims.")
    async def orphaned_objects(root: strawberry.Parent[IntegrityCheck]) -> int:
        return await root.orphaned_objects()

    @strawberry.field(description="Precomputed totals that differ from the tasks they stand for.")
    async def drifted_statistics(root: strawberry.Parent[IntegrityCheck]) -> int:
        return await root.drifted_statistics()

    @strawberry.field(
        description="Users whose credits differ from the sum of their entries, or whose entries do not balance."
    )
    async def drifted_credits(root: strawberry.Parent[IntegrityCheck]) -> int:
        return await root.drifted_credits()

    @strawberry.field(
        description="Images that a task of the original design names and that are not its own: they are not shown."
    )
    async def foreign_keys(root: strawberry.Parent[IntegrityCheck]) -> int:
        return await root.foreign_keys()

    @strawberry.field(
        description="Removals that storage has refused for more than an hour; they are tried again until it agrees."
    )
    async def overdue_removals(root: strawberry.Parent[IntegrityCheck]) -> int:
        return await root.overdue_removals()
