"""The audit: its table, and the statements that write and list its entries."""

from datetime import datetime
from enum import StrEnum
from functools import cache
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    DateTime,
    Index,
    Uuid,
    any_,
    bindparam,
    func,
    select,
)
from sqlmodel import Field, SQLModel

from models.keyset_list import KeysetList, OrderedRows
from models.statement import BoundStatement, NoRow, Statement
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
    An action of an administrator, a back end or the clean-up, or a link that a user created or ended. A trigger rejects
    changes and deletions, except of the `detail` when its user is erased.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        CheckConstraint(f"action IN ({values(AuditAction)})", name="action"),
        CheckConstraint("count >= 0", name="count"),
        Index("audit_entries_created_at_id_idx", "created_at", "id"),
        Index("audit_entries_user_id_created_at_id_idx", "user_id", "created_at", "id"),
        TableRules(
            # The writer does not choose the time of an action.
            service="SELECT, INSERT (actor_id, action, user_id, count, detail)",
            erased="PERFORM task_record.forget_audit_notes({user}, 'infinity')",
            move=OnMove.STAYS,
        ).args(),
    )

    id: UUID = Field(primary_key=True, sa_column_kwargs={"server_default": func.gen_random_uuid()})
    actor_id: UUID | None
    """The user or back end that acted; null for the clean-up and for commands."""
    action: str = Field(sa_type=one_of(AuditAction, 20))
    user_id: UUID | None
    """The user concerned; null for all users."""
    count: int = Field(sa_type=BigInteger)
    """How many tasks, users, credits, images, webhooks or links were concerned."""
    detail: str = Field(max_length=500)
    """A note for people, such as the filter or the reason; never a prompt. Empty once the user is erased."""
    created_at: datetime = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.clock_timestamp()}
    )


WRITE = Statement(
    "write_audit_entry",
    """
INSERT INTO task_record.audit_entries (actor_id, action, user_id, count, detail)
VALUES (:actor_id, :action, :user_id, :count, :detail)
""",
    NoRow,
)


def audit(
    action: AuditAction, *, actor_id: UUID | None, user_id: UUID | None, count: int, detail: str
) -> BoundStatement[NoRow]:
    """
    Record an action in the audit, as `service_role`, in the transaction of that action. The arguments are columns of
    `AuditRecord`; `detail` has up to 500 characters.
    """
    return WRITE.bind(actor_id=actor_id, action=action, user_id=user_id, count=count, detail=detail)


COLUMNS = SQLModel.metadata.tables["task_record.audit_entries"].c


ENTRIES_BY_ID = Statement(
    "audit_entries_by_id",
    select(*COLUMNS).where(COLUMNS["id"] == any_(bindparam("ids", type_=ARRAY(Uuid)))),
    AuditRecord,
)


@cache
def entries(*, of_user: bool) -> OrderedRows[AuditRecord]:
    rows = select(*COLUMNS)
    if of_user:
        rows = rows.where(COLUMNS["user_id"] == bindparam("user_id"))
    return OrderedRows("audit_entries", rows, AuditRecord, (COLUMNS["created_at"], COLUMNS["id"]))


def audit_list(user_id: UUID | None) -> KeysetList[AuditRecord]:
    """The audit's entries about one user (None: about all), newest first."""
    kind = "audit" if user_id is None else "audit user"
    return KeysetList(entries(of_user=user_id is not None), kind, {"user_id": user_id})
