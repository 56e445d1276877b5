from typing import Any

from sqlalchemy import JSON, Enum
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel


def python_type(kind: TypeEngine[Any]) -> type:
    """What asyncpg returns for a column of this type: of an enum and of JSON the string, of which it makes nothing."""
    inner = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return str if isinstance(inner, Enum | JSON) else inner.python_type


def annotations_of(table: str) -> dict[str, Any]:
    """For each column of the table, by name and in their order, the annotation that its values have in a row."""
    columns = SQLModel.metadata.tables[table].columns
    return {
        column.name: python_type(column.type) | None if column.nullable else python_type(column.type)
        for column in columns
    }
