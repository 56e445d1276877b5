"""Lists that are read in pages from the position of a row. An offset would move with changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, Literal, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Numeric,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from models.cursor import Cursor, Value
from models.statement import BoundStatement, RowT, Statement

FIRST_ID, LAST_ID = UUID(int=0), UUID(int=2**128 - 1)
VALUES: dict[type, type[Value]] = {DateTime: datetime, Numeric: Decimal}
"""By type of column, the Python class of its values; all other types are integers."""
StartKind = Literal["value", "null"]
"""Whether the row at the start has a value in the ordered column."""


class RowCount(NamedTuple):
    rows: int


@dataclass(frozen=True, eq=False, slots=True)
class OrderedRows(Generic[RowT]):
    """
    The rows of lists that differ only in the values of their `bindparam`s. `select` selects them as rows of the class
    `row`. `keyset` orders them: a column and, unless its values are unique, an id.
    """

    name: str
    """The name of the statements that read a page."""
    select: Select[Any]
    row: type[RowT]
    keyset: tuple[Column[Any], ...]
    fields: tuple[str, str] = ("created_at", "id")
    """The attributes of a row from which its cursor is made."""
    is_ascending: bool = False
    count_name: str = ""
    """The name of the statements that count the rows; empty for a list that is never counted."""
    unordered: Select[Any] | None = None
    """Selects the rows without an order, where few of them are needed; None: `select` does."""


@dataclass(frozen=True, slots=True)
class KeysetList(Generic[RowT]):
    """An ordered list. Rows with equal values are ordered by their ids; rows without a value are the last."""

    ordered: OrderedRows[RowT]
    cursor_kind: str
    """The kind of this list's cursors. A list with another order or other filter fields rejects them."""
    values: Mapping[str, object]
    """The values of the parameters that select the rows."""
    backwards: OrderedRows[RowT] | None = None
    """The same rows, selected differently for reading backwards; None: as for reading forwards."""

    def decode(self, cursor: str) -> Cursor:
        """Return the cursor. Raises InvalidCursor unless it was made for a list of this kind."""
        column = self.ordered.keyset[0]
        bits = 64 if isinstance(column.type, BigInteger) else 32
        of = next((of for kind, of in VALUES.items() if isinstance(column.type, kind)), int)
        return Cursor.decode(cursor, self.cursor_kind, of, bits, nullable=bool(column.nullable))

    def cursor(self, row: RowT) -> Cursor:
        """The position of a row, which must have the attributes `ordered.fields`."""
        value, row_id = self.ordered.fields
        return Cursor(getattr(row, value), getattr(row, row_id))

    def position_at(self, instant: datetime) -> Cursor:
        """The position just before the rows of the instant, in a list ordered by time."""
        return Cursor(instant, FIRST_ID if self.ordered.is_ascending else LAST_ID)

    def page(
        self, start: Cursor | None, limit: int, columns: frozenset[str] | None = None, *, backwards: bool
    ) -> BoundStatement[RowT]:
        """
        Select up to `limit` rows from `start` (excluded), in the list's order or `backwards`, nearest first. A row has
        the columns of its cursor, and those of `columns` that the list has; all columns when None.
        """
        kind, values = self.started(start) if start else (None, self.values)
        ordered = self.backwards if backwards and self.backwards else self.ordered
        statement = page_statement(ordered, columns, limit, kind, backwards)
        return cast("Statement[RowT]", statement).bind(**values)

    def count(self, up_to: int, start: Cursor | None = None, *, backwards: bool = False) -> BoundStatement[RowCount]:
        """Count the rows from `start` (excluded). The cost is bounded: counting stops at `up_to` + 1."""
        kind, values = self.started(start) if start else (None, self.values)
        return count_statement(self.ordered, up_to, kind, backwards).bind(**values)

    def started(self, start: Cursor) -> tuple[StartKind, Mapping[str, object]]:
        """The kind of a start, and all parameter values of a statement with it."""
        values = {**self.values, "start_value": start.value, "start_id": start.id}
        return "null" if start.value is None else "value", values


@lru_cache(maxsize=1_024)
def page_statement(
    ordered: OrderedRows[RowT], columns: frozenset[str] | None, limit: int, start: StartKind | None, backwards: bool
) -> Statement[RowT]:
    is_ascending = ordered.is_ascending is not backwards
    order: list[Any] = [one.asc() if is_ascending else one.desc() for one in ordered.keyset]
    if ordered.keyset[0].nullable:  # the clause would prevent the use of the index for other columns
        order[0] = order[0].nulls_first() if backwards else order[0].nulls_last()
    rows = ordered.select
    if columns is not None:
        selected = columns.union(ordered.fields)
        rows = rows.with_only_columns(*(one for one in rows.selected_columns if one.key in selected))
    page = (
        rows.where(*beyond(ordered, start, backwards))
        .order_by(*order)
        .limit(literal_column(str(limit)))  # with a parameter, PostgreSQL would plan every run
    )
    return Statement(ordered.name, page, ordered.row)


@lru_cache(maxsize=256)
def count_statement(
    ordered: OrderedRows[Any], up_to: int, start: StartKind | None, backwards: bool
) -> Statement[RowCount]:
    rows: Select[Any] = ordered.select.with_only_columns(literal_column("1"), maintain_column_froms=True)
    rows = rows.where(*beyond(ordered, start, backwards)).limit(literal_column(str(up_to + 1)))
    return Statement(ordered.count_name, select(func.count().label("rows")).select_from(rows.subquery()), RowCount)


def beyond(ordered: OrderedRows[Any], start: StartKind | None, backwards: bool) -> list[ColumnElement[bool]]:
    """
    The condition on rows past the start in the direction of reading. Rows without a value are last in the list,
    ascending or descending, and so come first when it is read backwards.
    """
    if start is None:
        return []
    value, keys = ordered.keyset[0], ordered.keyset
    is_ascending = ordered.is_ascending is not backwards
    start_keys = [bindparam(name, type_=one.type) for name, one in zip(("start_value", "start_id"), keys, strict=False)]
    if start == "null":
        keys, start_keys = keys[1:], start_keys[1:]
    here, there = tuple_(*keys), tuple_(*start_keys)
    further = here > there if is_ascending else here < there
    if start == "null":
        same = value.is_(None) & further
        return [or_(value.is_not(None), same) if backwards else same]
    return [further if backwards or not value.nullable else or_(further, value.is_(None))]
