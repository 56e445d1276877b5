"""SQL statements in the form that asyncpg runs, each typed by the rows that it returns."""

from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

import asyncpg
from sqlalchemy import ClauseElement, text
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlmodel import SQLModel

DIALECT = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]
RowT = TypeVar("RowT")


class NoRow:
    """The row of a statement that returns none."""


class IdRow(NamedTuple):
    id: UUID


class UserRow(NamedTuple):
    user_id: UUID


class NumberRow(NamedTuple):
    """The number that a statement counted or changed."""

    number: int


class BoundStatement(NamedTuple, Generic[RowT]):
    """A statement with the values of one run, and the function that turns asyncpg's records into rows."""

    name: str
    text: str
    arguments: list[object]
    rows: Callable[[Sequence[asyncpg.Record]], list[RowT]]


class Statement(Generic[RowT]):
    """
    A statement that is compiled once and run many times. It is SQLAlchemy's or a text, whose parameters `:name` have
    the types that PostgreSQL infers. `bind` gives the parameters the values of one run; `constants` are the same in all
    runs. Metrics and logs show its `name`, which statements of several shapes share, so that there are few names.

    `row` is the class of its rows. A named tuple has all columns in their order. A table's class, or a class of
    annotations alone such as `TaskRow`, allows a statement to select any of its columns. All rows are named tuples,
    because nothing in Python is faster to read. They hold what asyncpg returns: an enum is a string.
    """

    def __init__(self, name: str, query: ClauseElement | str, row: type[RowT], **constants: object) -> None:
        self.name = name
        clause = text(query) if isinstance(query, str) else query
        compiled: Any = clause.compile(dialect=DIALECT)
        self.text = str(compiled)
        self.parameters = compiled.positiontup or []
        values = {name: one.effective_value for name, one in compiled.binds.items() if not one.required}
        self.constants = {**values, **constants}
        self.row = row
        self.make_row: Callable[[asyncpg.Record], RowT] | None = None

    def bind(self, /, **values: object) -> BoundStatement[RowT]:
        """Return the statement with values for its parameters. Raises KeyError if one is missing; ignores others."""
        arguments = list(map({**self.constants, **values}.__getitem__, self.parameters))
        return BoundStatement(self.name, self.text, arguments, self.rows)

    def rows(self, records: Sequence[asyncpg.Record]) -> list[RowT]:
        if not records:
            return []
        if self.make_row is None:
            row = self.row if issubclass(self.row, tuple) else selected(self.row, tuple(records[0].keys()))
            # This is what `_make` does, without the Python function around it, in a tenth of the time.
            self.make_row = partial(tuple.__new__, row)  # type: ignore[type-var]
        return list(map(self.make_row, records))


def selected(row: type[RowT], columns: Sequence[str]) -> type[RowT]:
    """Return the class `row` as a named tuple of these columns; reading another raises AttributeError."""
    columns_alone = namedtuple(row.__name__, columns)  # type: ignore[misc]
    return type(row.__name__, (columns_alone, base_of(row)), {"__slots__": ()})  # type: ignore[arg-type]


@cache
def base_of(row: type[RowT]) -> type[RowT]:
    """Return the base class of the rows: for a table, a new class, since the table's instances are not tuples."""
    return type(row.__name__, (), {"__slots__": ()}) if issubclass(row, SQLModel) else row


def is_row_of(*rows: type[object]) -> Callable[[object, object], bool]:
    """Return the `is_type_of` of a GraphQL type whose objects are rows of one of these classes."""
    bases = tuple(base_of(row) for row in rows)  # type: ignore[arg-type]  # mypy takes classes for unhashable
    return lambda value, _: isinstance(value, bases)
