from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlmodel import col

from models.administration.audit_record import AuditRecord
from models.cursor import Cursor, newest_first
from models.statement import BoundStatement, Statement


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


COLUMNS = [col(getattr(AuditRecord, name)) for name in AuditRow.__annotations__]


@dataclass(frozen=True, slots=True)
class AuditList:
    """The audit's entries about one user (None: about anyone), newest first; a `Listing`."""

    user_id: UUID | None

    @property
    def cursor_kind(self) -> str:
        return "audit" if self.user_id is None else "audit user"

    @property
    def is_ascending(self) -> bool:
        return False

    def decode(self, cursor: str) -> Cursor:
        return Cursor.decode(cursor, self.cursor_kind, datetime)

    def cursor(self, row: AuditRow) -> Cursor:
        return Cursor(row.created_at, row.id)

    def page(
        self, start: Cursor | None, limit: int, columns: Set[str] | None = None, *, backwards: bool
    ) -> BoundStatement[AuditRow]:
        """Select up to `limit` entries from `start` (excluded) on, nearest first; always with all columns."""
        position = {"start_value": start.value, "start_id": start.id} if start else {}
        statement = page_statement(limit, self.user_id is not None, start is not None, backwards)
        return statement.bind(user_id=self.user_id, **position)


@lru_cache(maxsize=512)
def page_statement(limit: int, of_user: bool, is_from: bool, backwards: bool) -> Statement[AuditRow]:
    rows = select(*COLUMNS)
    if of_user:
        rows = rows.where(col(AuditRecord.user_id) == bindparam("user_id", type_=Uuid))
    keyset = col(AuditRecord.created_at), col(AuditRecord.id)
    return Statement("audit_entries", newest_first(rows, keyset, limit, is_from=is_from, backwards=backwards), AuditRow)
