from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from sqlalchemy import BigInteger, Uuid, bindparam, literal_column, select, tuple_
from sqlmodel import col

from models.administration.overall_tables import OverallCount, UserRank
from models.cursor import Cursor
from models.statement import BoundStatement, Statement


class UserUsageOrder(StrEnum):
    TASKS = "total_tasks"
    CREDITS = "total_credits_deducted"
    TOKENS = "total_tokens_used"
    STORAGE = "storage_used"


class UserUsageRow:
    """A user's totals of all time, as they were when changes were counted last."""

    __slots__ = ()

    user_id: UUID
    total_tasks: int
    total_tokens_used: int
    total_credits_deducted: int
    storage_used: int
    """Bytes of the images that are stored, without their thumbnails."""
    last_task_at: datetime | None
    """When the user's newest task that is not deleted was created."""
    updated_at: datetime
    """When changes were counted last."""


COLUMNS = {
    **{name: col(getattr(UserRank, name)) for name in UserRank.model_fields},
    "storage_used": col(UserRank.images_size),
}
SELECTED = [
    *(COLUMNS[name].label(name) for name in UserUsageRow.__annotations__ if name != "updated_at"),
    select(col(OverallCount.counted_at)).scalar_subquery().label("updated_at"),
]


@dataclass(frozen=True, slots=True)
class UserRanking:
    """All users who ever had a task, those first who used most by the order's figure; a `Listing`."""

    order: UserUsageOrder

    @property
    def cursor_kind(self) -> str:
        return f"users {self.order}"

    @property
    def is_ascending(self) -> bool:
        return False

    def decode(self, cursor: str) -> Cursor:
        return Cursor.decode(cursor, self.cursor_kind, int, bits=64)

    def cursor(self, row: UserUsageRow) -> Cursor:
        return Cursor(getattr(row, self.order), row.user_id)

    def page(
        self, start: Cursor | None, limit: int, columns: Set[str] | None = None, *, backwards: bool
    ) -> BoundStatement[UserUsageRow]:
        """Select up to `limit` users from `start` (excluded) on, nearest first; always with all columns."""
        position = {"start_value": start.value, "start_id": start.id} if start else {}
        return page_statement(self.order, limit, start is not None, backwards).bind(**position)


USER = Statement(
    "ranked_user", select(*SELECTED).where(col(UserRank.user_id) == bindparam("user_id", type_=Uuid)), UserUsageRow
)


@lru_cache(maxsize=512)
def page_statement(order: UserUsageOrder, limit: int, is_from: bool, backwards: bool) -> Statement[UserUsageRow]:
    keyset = (COLUMNS[order], col(UserRank.user_id))
    start = tuple_(bindparam("start_value", type_=BigInteger), bindparam("start_id", type_=Uuid))
    statement = (
        select(*SELECTED)
        .order_by(*(one.asc() if backwards else one.desc() for one in keyset))
        .limit(literal_column(str(limit)))
    )
    if is_from:
        statement = statement.where(tuple_(*keyset) > start if backwards else tuple_(*keyset) < start)
    return Statement("user_ranking", statement, UserUsageRow)
