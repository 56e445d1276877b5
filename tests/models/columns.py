from typing import Any

from sqlalchemy import JSON, Enum
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel


def python_type(kind: TypeEngine[Any]) -> type:
    """Return the type in which asyncpg returns a column of this kind: a string for an enum, and for JSON."""
    inner = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return str if isinstance(inner, Enum | JSON) else inner.python_type


def annotations_of(table: str) -> dict[str, Any]:
    """Return the annotation of each column in a row of the table, by name, in the table's order."""
    columns = SQLModel.metadata.tables[table].columns
    return {
        column.name: python_type(column.type) | None if column.nullable else python_type(column.type)
        for column in columns
    }
