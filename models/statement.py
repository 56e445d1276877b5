from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Enum, Select, TextClause
from sqlalchemy.dialects.postgresql.asyncpg import dialect

DIALECT = dialect()  # type: ignore[no-untyped-call]


class Statement:
    """
    A statement that reads, compiled once, for asyncpg to run as it is. Its `bindparam`s are given their values
    with each run. A row is a named tuple: nothing in Python is read from faster.
    """

    def __init__(self, statement: Select[Any] | TextClause) -> None:
        compiled: Any = statement.compile(dialect=DIALECT)
        self.text: str = compiled.string
        self.names: list[str] = compiled.positiontup
        self.constants: Mapping[str, Any] = compiled.params
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self.enums = [
            (index, {member.value: member for member in column.type.enum_class})
            for index, column in enumerate(columns)
            if isinstance(column.type, Enum) and column.type.enum_class
        ]
        self.make_row: Callable[[list[Any]], Any] | None = None

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        return [values[name] if name in values else self.constants[name] for name in self.names]

    def rows(self, records: Sequence[Any]) -> list[Any]:
        if not records:
            return []
        if self.make_row is None:
            row: Any = namedtuple("Row", records[0].keys())  # type: ignore[misc]
            self.make_row = row._make
        return [self.make_row(self.read(record)) for record in records]

    def read(self, record: Any) -> list[Any]:
        values = list(record)
        for index, members in self.enums:
            values[index] = members[values[index]]
        return values
