from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

import models.administration.audit_record  # noqa: F401 - its table
from models.keyset_list import KeysetList, OrderedRows


class AuditRow:
    """An entry of the audit: the columns of `AuditRecord`."""

    __slots__ = ()

    id: UUID
    actor_id: UUID | None
    action: str
    """The value of an `AuditAction`."""
    user_id: UUID | None
    count: int
    detail: str
    created_at: datetime


COLUMNS = SQLModel.metadata.tables["task_record.audit_entries"].c


@cache
def entries(*, of_user: bool) -> OrderedRows[AuditRow]:
    rows = select(*(COLUMNS[name] for name in AuditRow.__annotations__))
    if of_user:
        rows = rows.where(COLUMNS["user_id"] == bindparam("user_id"))
    return OrderedRows("audit_entries", rows, AuditRow, (COLUMNS["created_at"], COLUMNS["id"]))


def audit_list(user_id: UUID | None) -> KeysetList[AuditRow]:
    """The audit's entries about one user (None: about anyone), newest first."""
    kind = "audit" if user_id is None else "audit user"
    return KeysetList(entries(of_user=user_id is not None), kind, {"user_id": user_id})
