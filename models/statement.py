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
    """
    A statement with the values of one run: its name, the text and the arguments for asyncpg, and the function that
    turns asyncpg's records into rows.
    """

    name: str
    text: str
    arguments: list[object]
    rows: Callable[[Sequence[asyncpg.Record]], list[RowT]]


class Statement(Generic[RowT]):
    """
    A statement that is compiled once and run many times: one of SQLAlchemy, or the text of one, whose parameters
    `:name` have the types that PostgreSQL infers. `bind` gives its parameters the values of one run; those of
    `constants` are the same in all. Metrics and logs know it by its `name`, which statements of several shapes share:
    there are few names.

    `row` is the class of its rows: a named tuple of all the columns in their order; or a table's class, or one of
    annotations alone such as `TaskRow`, of which a statement may select any columns. The rows of all are named tuples,
    because nothing in Python is faster to read, and hold what asyncpg returns: an enum is the string that its member
    equals.
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
        """Return the statement with values for its parameters. KeyError when one is missing; others are ignored."""
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
    """Return the class `row` as a named tuple of these columns; to read another column raises AttributeError."""
    columns_alone = namedtuple(row.__name__, columns)  # type: ignore[misc]
    return type(row.__name__, (columns_alone, base_of(row)), {"__slots__": ()})  # type: ignore[arg-type]


@cache
def base_of(row: type[RowT]) -> type[RowT]:
    """Return the class whose instances the rows are: not a table's own, whose instances are no tuples."""
    return type(row.__name__, (), {"__slots__": ()}) if issubclass(row, SQLModel) else row


def is_row_of(row: type[object]) -> Callable[[object, object], bool]:
    """Return the `is_type_of` of a type of the API whose objects are rows of this class."""
    base = base_of(row)  # type: ignore[arg-type]  # mypy takes classes for unhashable
    return lambda value, _: isinstance(value, base)
