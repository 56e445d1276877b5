from datetime import datetime

import strawberry

from models.administration.audit_record import AuditAction
from schema.described_enum import described_enum
from schema.page_info import PageInfo
from schema.scalars import BigInt

described_enum(
    AuditAction,
    "What was done.",
    READ_TASKS="A page of someone else's tasks was read.",
    PURGE="Tasks past a date, or past what their plan keeps, were removed.",
    REVOKE_CREDITS="What was left of a grant was taken back.",
    REPAIR="`reconcile --repair` removed orphans, made a thumbnail anew, or counted totals anew.",
)


@strawberry.type(
    description="Something done by an administrator, a back end, or the clean-up. None is ever altered or removed."
)
class AuditEntry:
    id: strawberry.ID
    actor_id: strawberry.ID | None = strawberry.field(description="Who did it; null for the clean-up.")
    action: AuditAction
    user_id: strawberry.ID | None = strawberry.field(description="On whom; null when it was on everyone.")
    count: BigInt = strawberry.field(description="How many tasks, credits or images it came to.")
    detail: str = strawberry.field(
        description="For a person to read, such as the filter or the reason; never a prompt."
    )
    created_at: datetime


@strawberry.type(description="An entry and its place in the order.")
class AuditEdge:
    cursor: str
    node: AuditEntry


@strawberry.type(description="A page of what was done.")
class AuditConnection:
    edges: list[AuditEdge]
    nodes: list[AuditEntry]
    page_info: PageInfo
