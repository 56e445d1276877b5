from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, func
from sqlmodel import Field, SQLModel

from models.table_rules import OnMove, TableRules
from models.tasks.task import one_of, values


class AuditAction(StrEnum):
    READ_TASKS = "read_tasks"
    EXPORT_TASKS = "export_tasks"
    PURGE = "purge"
    ERASE_USER = "erase_user"
    GRANT_CREDITS = "grant_credits"
    REVOKE_CREDITS = "revoke_credits"
    REPAIR = "repair"
    READ_USER = "read_user"
    SET_PLAN = "set_plan"
    READ_WEBHOOKS = "read_webhooks"
    CHANGE_WEBHOOK = "change_webhook"
    IMPORT_TASKS = "import_tasks"
    SHARE = "share"
    LABEL = "label"


class AuditRecord(SQLModel, table=True):
    """
    An action of an administrator, a back end or the clean-up, or a link that a user made or ended. A trigger refuses to
    change or remove the record, but for its note, which goes with the user whom it is about.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        CheckConstraint(f"action IN ({values(AuditAction)})", name="action"),
        CheckConstraint("count >= 0", name="count"),
        Index("audit_entries_created_at_id_idx", "created_at", "id"),
        Index("audit_entries_user_id_created_at_id_idx", "user_id", "created_at", "id"),
        TableRules(
            # When something was done is not for the writer to say.
            service="SELECT, INSERT (actor_id, action, user_id, count, detail)",
            erased="PERFORM task_record.forget_audit_notes({user}, 'infinity')",
            move=OnMove.STAYS,
        ).args(),
    )

    id: UUID = Field(primary_key=True, sa_column_kwargs={"server_default": func.gen_random_uuid()})
    actor_id: UUID | None
    """Who did it; null for the clean-up and for commands."""
    action: str = Field(sa_type=one_of(AuditAction, 20))
    user_id: UUID | None
    """The user concerned; null for everyone."""
    count: int = Field(sa_type=BigInteger)
    """How many tasks, users, credits, images, webhooks or links were concerned."""
    detail: str = Field(max_length=500)
    """A note for people, such as the filter or the reason; never a prompt. Empty once the user is erased."""
    created_at: datetime = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.clock_timestamp()}
    )
