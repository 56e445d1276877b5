from functools import cache
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from models.administration.audit_record import AuditRecord
from models.keyset_list import KeysetList, OrderedRows

COLUMNS = SQLModel.metadata.tables["task_record.audit_entries"].c


@cache
def entries(*, of_user: bool) -> OrderedRows[AuditRecord]:
    rows = select(*COLUMNS)
    if of_user:
        rows = rows.where(COLUMNS["user_id"] == bindparam("user_id"))
    return OrderedRows("audit_entries", rows, AuditRecord, (COLUMNS["created_at"], COLUMNS["id"]))


def audit_list(user_id: UUID | None) -> KeysetList[AuditRecord]:
    """The audit's entries about one user (None: about anyone), newest first."""
    kind = "audit" if user_id is None else "audit user"
    return KeysetList(entries(of_user=user_id is not None), kind, {"user_id": user_id})
