"""Scalars and enums: a value that is plain is written without a call."""

import ast
from datetime import date, datetime
from enum import Enum
from functools import partial
from math import inf

from asyncpg.pgproto.pgproto import UUID
from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
)
from strawberry.schema.schema_converter import CustomGraphQLEnumType

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
"""The class whose values are written as they are, by type, or by the function that writes a scalar of ours."""

BOUNDS = {GraphQLInt: (-(2**31) - 1, 2**31), GraphQLFloat: (-inf, inf)}
"""Between which a number is written as it is."""


def leaf(kind: GraphQLLeafType, value: ast.expr, null: ast.expr, names: dict[str, object]) -> ast.expr:
    """`value` as it is written, `null` when it is None. What the expression refers to is added to `names`."""
    value, v = python.assigned("v", value), python.name("v")
    if isinstance(kind, GraphQLEnumType):
        names[f"names_{kind.name}"] = names_of(kind)
        return null_or(value, null, python.entry(python.name(f"names_{kind.name}"), v))
    names[f"write_{kind.name}"] = partial(write_leaf, kind)
    written = python.call(f"write_{kind.name}", v)
    plain_class = UUID if kind is GraphQLID else PLAIN.get(kind) or PLAIN.get(kind.serialize)
    if plain_class is None:
        return null_or(value, null, written)
    names[plain_class.__name__] = plain_class
    plain = python.has_class(value, plain_class.__name__)
    if kind in BOUNDS:
        plain = python.all_of(plain, python.between(*BOUNDS[kind], v))
    as_it_is = python.call("str", v) if kind is GraphQLID else v
    return python.conditional(plain, as_it_is, null_or(v, null, written))


def null_or(value: ast.expr, null: ast.expr, otherwise: ast.expr) -> ast.expr:
    return python.conditional(python.is_(value, python.constant(None)), null, otherwise)


def names_of(kind: GraphQLEnumType) -> dict[object, str]:
    """The name in the API by value, and by member where it is an enum of Strawberry's."""
    names: dict[object, str] = {entry.value: name for name, entry in kind.values.items()}
    members: list[Enum] = [*kind.wrapped_cls] if isinstance(kind, CustomGraphQLEnumType) else []
    return names | {member: names[member.value] for member in members}
