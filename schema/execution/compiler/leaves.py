"""Code that writes scalars and enums. A value of the expected class is written without a call."""

import ast
from datetime import date, datetime
from functools import lru_cache, partial
from sys import float_info

from asyncpg.pgproto.pgproto import UUID
from graphql import GraphQLBoolean, GraphQLEnumType, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLLeafType, GraphQLString

from schema.execution.compiler import python
from schema.execution.compiler.completion import write_leaf

PLAIN: dict[object, type] = {
    GraphQLString: str,
    GraphQLBoolean: bool,
    GraphQLInt: int,
    GraphQLFloat: float,
    datetime.isoformat: datetime,
    date.isoformat: date,
    int: int,
    str: str,
}
"""The class whose values are written unchanged, by GraphQL type or by a scalar's `serialize`."""

BOUNDS: dict[object, tuple[float, float]] = {
    GraphQLInt: (-(2**31), 2**31 - 1),
    GraphQLFloat: (-float_info.max, float_info.max),
}
"""The range in which a number is written unchanged."""

V, NONE = python.name("v"), python.constant(None)
AS_STRING = python.call(python.name("str"), V)


def leaf(kind: GraphQLLeafType, value: ast.expr, null: ast.expr, names: dict[str, object]) -> ast.expr:
    """Return code that writes `value`, or `null` if it is None. Adds the objects that it refers to to `names`."""
    assigned = python.assigned("v", value)
    if isinstance(kind, GraphQLEnumType):
        entries = f"names_{kind.name}"
        names[entries] = names.get(entries) or {entry.value: name for name, entry in kind.values.items()}
        return null_or(assigned, null, python.entry(python.name(entries), V))
    write = f"write_{kind.name}"
    names[write] = names.get(write) or partial(write_leaf, kind)
    plain_class = UUID if kind is GraphQLID else PLAIN.get(kind) or PLAIN.get(kind.serialize)
    if plain_class is None:
        return null_or(assigned, null, python.call(python.name(write), V))
    names[plain_class.__name__] = plain_class
    plain = python.has_class(assigned, plain_class.__name__)
    if kind in BOUNDS:
        plain = python.all_of(plain, python.between(*BOUNDS[kind], V))
    as_it_is = AS_STRING if kind is GraphQLID else V
    return python.conditional(plain, as_it_is, written_by(write, null))


@lru_cache(maxsize=1_000)
def written_by(write: str, null: ast.expr) -> ast.expr:
    """Return code that calls the function `write` for `v`."""
    return null_or(V, null, python.call(python.name(write), V))


def null_or(value: ast.expr, null: ast.expr, otherwise: ast.expr) -> ast.expr:
    return python.conditional(python.is_(value, NONE), null, otherwise)
