from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.elements import ClauseElement

DIALECT = dialect()  # type: ignore[no-untyped-call]


class Statement:
    """
    A statement, compiled once, for asyncpg to run as it is. Its `bindparam`s are given their values with each run.
    A row is a named tuple: nothing in Python is read from faster. An enum is the string that its member equals.
    """

    def __init__(self, statement: ClauseElement) -> None:
        compiled: Any = statement.compile(dialect=DIALECT)
        self.text: str = compiled.string
        self.names: list[str] = compiled.positiontup
        self.constants: Mapping[str, Any] = compiled.params
        self.make_row: Callable[[Any], Any] | None = None

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        return [values[name] if name in values else self.constants[name] for name in self.names]

    def rows(self, records: Sequence[Any]) -> list[Any]:
        if not records:
            return []
        if self.make_row is None:
            row: Any = namedtuple("Row", records[0].keys())  # type: ignore[misc]
            self.make_row = row._make
        return list(map(self.make_row, records))
