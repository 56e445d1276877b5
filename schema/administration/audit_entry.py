from datetime import datetime

import strawberry

from models.administration.audit_record import AuditAction
from schema.types.connection_types import connection
from schema.types.described_enum import described_enum
from schema.types.scalars import BigInt

described_enum(
    AuditAction,
    "What was done.",
    READ_TASKS="Tasks of another user, or of all users, were read.",
    EXPORT_TASKS="Another user's tasks were prepared for download.",
    PURGE="Tasks, or their images or prompts, were removed because of their age.",
    ERASE_USER="A user was removed with all their data.",
    GRANT_CREDITS="Credits were given to a user.",
    REVOKE_CREDITS="What was left of a grant was taken back.",
    REPAIR="`reconcile --repair` removed orphaned objects, remade a thumbnail, described images, or recounted totals.",
    READ_USER="A user was looked up: what they have and may.",
    SET_PLAN="A user's plan was noted by a back end.",
    READ_WEBHOOKS="Webhooks of all users were read, or their deliveries.",
    CHANGE_WEBHOOK="A webhook of all users was created, changed, deleted or tried, or its events were sent again.",
    IMPORT_TASKS="`import` brought tasks of a user from an export.",
    SHARE="A link was made or ended, by a user or for them; or a board was deleted for them.",
    LABEL="Stored images were labelled afterwards.",
)


@strawberry.type(
    description="An action of an administrator, a back end, or the clean-up, or a link that a user made or ended. "
    "Entries are never altered or removed, but for the note on a user who is erased."
)
class AuditEntry:
    id: strawberry.ID
    actor_id: strawberry.ID | None = strawberry.field(description="Who did it; null for the clean-up and for commands.")
    action: AuditAction
    user_id: strawberry.ID | None = strawberry.field(description="The user concerned; null when it was all users.")
    count: BigInt = strawberry.field(
        description="How many tasks, users, credits, images, webhooks or links were concerned."
    )
    detail: str = strawberry.field(
        description=(
            "A note for a person to read, such as the filter or the reason; never a prompt. Empty once the user is "
            "erased."
        )
    )
    created_at: datetime


AuditConnection = connection("Audit", AuditEntry, "A page of the audit.", "An entry and its position in the list.")
