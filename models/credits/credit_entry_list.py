from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Integer, bindparam, literal_column, select
from sqlmodel import col

from models.credits.credit_statements import ENTRY_COLUMNS, USER, CreditEntryRow
from models.credits.credit_tables import LedgerEntry
from models.cursor import Cursor
from models.statement import BoundStatement, Statement


@dataclass(frozen=True, slots=True)
class CreditEntryList:
    """The changes to a user's credits, newest first; a `Listing`."""

    user_id: UUID

    @property
    def cursor_kind(self) -> str:
        return "credit entries"

    @property
    def is_ascending(self) -> bool:
        return False

    def decode(self, cursor: str) -> Cursor:
        return Cursor.decode(cursor, self.cursor_kind, int)

    def cursor(self, row: CreditEntryRow) -> Cursor:
        return Cursor(row.number, row.id)

    def page(
        self, start: Cursor | None, limit: int, columns: Set[str] | None = None, *, backwards: bool
    ) -> BoundStatement[CreditEntryRow]:
        """Select up to `limit` entries from `start` (excluded) on, nearest first; always with all columns."""
        statement = page_statement(limit, start is not None, backwards)
        return statement.bind(user_id=self.user_id, start=start and start.value)


@lru_cache(maxsize=512)
def page_statement(limit: int, is_from: bool, backwards: bool) -> Statement[CreditEntryRow]:
    number, start = col(LedgerEntry.number), bindparam("start", type_=Integer)
    statement = (
        select(*ENTRY_COLUMNS)
        .where(col(LedgerEntry.user_id) == USER)
        .order_by(number.asc() if backwards else number.desc())
        .limit(literal_column(str(limit)))
    )
    if is_from:
        statement = statement.where(number > start if backwards else number < start)
    return Statement("credit_entries", statement, CreditEntryRow)
