from datetime import datetime

import strawberry

from models.administration.audit_list import AuditList, AuditRow
from models.administration.recent_failures import FailureRow
from resolvers.administration.inspection import IntegrityFindings, integrity
from resolvers.administration.read_failures import read_failures
from resolvers.arguments import read_ids
from resolvers.context import Info
from resolvers.paging import ListPage, list_page, window
from schema.administration.audit_entry import AuditConnection
from schema.administration.failure_group import FailureGroup


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


@strawberry.type(description="What an administrator sees.")
class Admin:
    @strawberry.field(
        graphql_type=AuditConnection,
        description="What administrators, back ends and the clean-up did, newest first; kept for good.",
    )
    async def audit(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        user_id: strawberry.ID | None = None,
    ) -> ListPage[AuditRow]:
        [on_user] = read_ids("userId", [user_id]) if user_id is not None else [None]
        return await list_page(info.context.as_service(), AuditList(on_user), window(first, after, last, before))

    @strawberry.field(
        graphql_type=list[FailureGroup],
        description=(
            "What the last 10,000 tasks that failed did so of, by message and model: the 50 most frequent, which come "
            "first. The audit tells of the reading."
        ),
    )
    async def failures(self, info: Info) -> list[FailureRow]:
        return await read_failures(info.context)

    @strawberry.field(
        graphql_type=IntegrityReport,
        description="Compares records with storage, and totals with records. Slow: reads everything.",
    )
    async def integrity(self, info: Info) -> IntegrityFindings:
        return await integrity(info.context)
