from datetime import datetime

import strawberry

from models.administration.audit_record import AuditAction, AuditRecord
from models.statement import is_row_of
from schema.types.connection_types import Node, connection
from schema.types.described_enum import described_enum
from schema.types.scalars import BigInt

described_enum(
    AuditAction,
    "The type of an audited action.",
    READ_TASKS="Tasks of another user, or of all users, were read.",
    EXPORT_TASKS="Another user's tasks were prepared for download.",
    PURGE="Tasks, or their images or prompts, were removed because of their age.",
    ERASE_USER="A user and all their data were removed.",
    GRANT_CREDITS="Credits were given to a user.",
    REVOKE_CREDITS="The rest of a grant was revoked.",
    REPAIR="`reconcile --repair` removed orphaned objects, made a thumbnail, described images, or recounted totals.",
    READ_USER="A user was read.",
    SET_PLAN="A back end recorded a user's plan.",
    READ_WEBHOOKS="Webhooks for all users, or their deliveries, were read.",
    CHANGE_WEBHOOK="A webhook for all users was created, changed, deleted or tested, or its events were resent.",
    IMPORT_TASKS="`import` imported a user's tasks from an export.",
    SHARE="A link was created or revoked by or for a user, or a board was deleted for them.",
    LABEL="Labels were added to stored images.",
)


@strawberry.type(
    description=(
        "An action of an administrator, a back end or the clean-up, or of a user who created or revoked "
        "a link. Never changed or removed, except that erasing a user clears `detail`."
    )
)
class AuditEntry(Node):
    actor_id: strawberry.ID | None = strawberry.field(
        description="The user who acted; null for the clean-up and commands."
    )
    action: AuditAction = strawberry.field(description="The type of action.")
    user_id: strawberry.ID | None = strawberry.field(description="The user concerned; null for all users.")
    count: BigInt = strawberry.field(
        description="The number of tasks, users, credits, images, webhooks or links concerned."
    )
    detail: str = strawberry.field(description="A note for people, such as the filter or the reason; never a prompt.")
    created_at: datetime

    is_type_of = staticmethod(is_row_of(AuditRecord))


AuditConnection = connection("Audit", AuditEntry, "A page of the audit.", "An entry and its cursor.")
