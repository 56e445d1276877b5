"""Statements as asyncpg runs them, each typed by the rows that it returns."""

from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar, cast

import asyncpg
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

DIALECT = dialect()  # type: ignore[no-untyped-call]
RowT = TypeVar("RowT")


class NoRow:
    """The row of a statement that is run for its effect alone: nothing can be read from it."""


class BoundStatement(NamedTuple, Generic[RowT]):
    """
    A statement with the values of one run: its name, what asyncpg takes, and the function that makes rows of its
    records.
    """

    name: str
    text: str
    arguments: list[object]
    rows: Callable[[Sequence[asyncpg.Record]], list[RowT]]


class Statement(Generic[RowT]):
    """
    A statement, compiled once, for many runs. `bind` gives its `bindparam`s the values of one run. By its `name`
    it is measured and told of, whatever its shape: the name is one of few.

    `row` is the class of its rows: a named tuple with all its columns in their order, or a class of annotations
    alone, such as `TaskRow`, of which a statement may select any columns. Rows of both are named tuples, because
    nothing in Python is read from faster, and hold what asyncpg returns: an enum is the string that its member equals.
    """

    def __init__(self, name: str, clause: ClauseElement, row: type[RowT]) -> None:
        self.name = name
        compiled = cast("SQLCompiler", clause.compile(dialect=DIALECT))
        self.text = str(compiled)
        self.parameters = compiled.positiontup or []
        self.constants = {name: one.effective_value for name, one in compiled.binds.items() if not one.required}
        self.row = row
        self.make_row: Callable[[asyncpg.Record], RowT] | None = None

    def bind(self, /, **values: object) -> BoundStatement[RowT]:
        """KeyError when a value is missing; one that the statement has no use for is ignored."""
        arguments = [values[name] if name in values else self.constants[name] for name in self.parameters]
        return BoundStatement(self.name, self.text, arguments, self.rows)

    def rows(self, records: Sequence[asyncpg.Record]) -> list[RowT]:
        if not records:
            return []
        if self.make_row is None:
            row = self.row if issubclass(self.row, tuple) else selected(self.row, tuple(records[0].keys()))
            # What `_make` does, without the Python function around it: a tenth of the time it takes.
            self.make_row = partial(tuple.__new__, row)  # type: ignore[type-var]
        return list(map(self.make_row, records))


def selected(row: type[RowT], columns: Sequence[str]) -> type[RowT]:
    """A `row` with these columns, as a named tuple; reading another of its columns raises AttributeError."""
    columns_alone = namedtuple(row.__name__, columns)  # type: ignore[misc]
    return type(row.__name__, (columns_alone, row), {"__slots__": ()})
