from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import DateTime, String, Uuid, bindparam, literal_column, select
from sqlmodel import col

from models.cursor import Cursor, newest_first
from models.statement import BoundStatement, Statement
from models.webhooks.delivery_record import DeliveryRecord, DeliveryState
from models.webhooks.delivery_statements import DeliveryRow

COLUMNS = [col(getattr(DeliveryRecord, name)) for name in DeliveryRow._fields]
PAST = "now() - interval '30 days'"


@dataclass(frozen=True, slots=True)
class DeliveryList:
    """The deliveries to a webhook in the past 30 days, newest first, in one state or in any when None; a `Listing`."""

    webhook_id: UUID
    state: DeliveryState | None

    @property
    def cursor_kind(self) -> str:
        return f"deliveries {self.webhook_id} {self.state or ''}"

    @property
    def is_ascending(self) -> bool:
        return False

    def decode(self, cursor: str) -> Cursor:
        return Cursor.decode(cursor, self.cursor_kind, datetime)

    def cursor(self, row: DeliveryRow) -> Cursor:
        return Cursor(row.created_at, row.id)

    def page(
        self, start: Cursor | None, limit: int, columns: Set[str] | None = None, *, backwards: bool
    ) -> BoundStatement[DeliveryRow]:
        """Up to `limit` deliveries from `start` (excluded) on, nearest first; always with all columns."""
        place = {"start_value": start.value, "start_id": start.id} if start else {}
        statement = page_statement(limit, self.state, start is not None, backwards)
        return statement.bind(webhook_id=self.webhook_id, **place)


@lru_cache(maxsize=512)
def page_statement(limit: int, state: DeliveryState | None, is_from: bool, backwards: bool) -> Statement[DeliveryRow]:
    rows = select(*COLUMNS).where(
        col(DeliveryRecord.webhook_id) == bindparam("webhook_id", type_=Uuid),
        col(DeliveryRecord.created_at) > literal_column(PAST, DateTime(timezone=True)),
    )
    if state:  # as a literal, so that PostgreSQL can use the index of rows in this state
        rows = rows.where(col(DeliveryRecord.state) == literal_column(f"'{state.value}'", String))
    place = col(DeliveryRecord.created_at), col(DeliveryRecord.id)
    page = newest_first(rows, place, limit, is_from=is_from, backwards=backwards)
    return Statement("webhook_deliveries", page, DeliveryRow)
