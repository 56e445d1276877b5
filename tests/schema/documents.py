"""Documents for a schema, made up: fragments, aliases, `@skip` and `@include`, arguments, merged selections."""

import re
from random import Random

from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_object_type,
)

DEEPEST = 4
VARIABLES = {"$yes": "Boolean!", "$no": "Boolean!", "$times": "Int"}
DIRECTIVES = (
    "",
    "",
    "",
    " @skip(if: $yes)",
    " @include(if: $yes)",
    " @skip(if: $no)",
    " @include(if: $no) @skip(if: $no)",
)


def make_document(schema: GraphQLSchema, random: Random) -> str:
    query = schema.query_type
    assert query
    fragments = {
        name: f"fragment {name} on {name} {selection(schema, kind, random, DEEPEST - 1, spread=False)}"
        for name, kind in schema.type_map.items()
        if is_object_type(kind) and not name.startswith("__") and kind is not query
    }
    operation = selection(schema, query, random, 0)
    used = [fragment for name, fragment in fragments.items() if re.search(rf"\.\.\. {name}\b", operation)]
    text = "\n".join([operation, *used])
    variables = ", ".join(f"{name}: {kind}" for name, kind in VARIABLES.items() if re.search(rf"\{name}\b", text))
    return f"query {f'({variables})' if variables else ''} {text}"


def selection(schema: GraphQLSchema, kind: object, random: Random, depth: int, *, spread: bool = True) -> str:
    chosen = [one(schema, kind, random, depth, spread) for _ in range(random.randint(1, 4))]
    return "{ " + " ".join(["__typename", *chosen]) + " }"


def one(schema: GraphQLSchema, kind: object, random: Random, depth: int, spread: bool) -> str:
    directive = random.choice(DIRECTIVES)
    if is_abstract_type(kind):
        inner = random.choice(schema.get_possible_types(kind))
        return f"... on {inner.name}{directive} {selection(schema, inner, random, depth + 1, spread=spread)}"
    assert isinstance(kind, GraphQLObjectType)
    if spread and kind is not schema.query_type and random.random() < 0.2:
        return f"... {kind.name}{directive}"
    if depth < DEEPEST and random.random() < 0.2:
        return f"... on {kind.name}{directive} {selection(schema, kind, random, depth + 1, spread=spread)}"
    return field(schema, kind, random, depth, directive, spread)


def field(
    schema: GraphQLSchema, kind: GraphQLObjectType, random: Random, depth: int, directive: str, spread: bool
) -> str:
    leaves = [name for name, field in kind.fields.items() if is_leaf_type(get_named_type(field.type))]
    name = random.choice(leaves if depth >= DEEPEST and leaves else list(kind.fields))
    inner = get_named_type(kind.fields[name].type)
    alias, arguments = random.choice((("", ""), (f"other_{name}: ", "")))
    if "times" in kind.fields[name].args and random.random() < 0.7:
        alias, arguments = random.choice(((f"two_{name}: ", "(times: 2)"), (f"some_{name}: ", "(times: $times)")))
    if not is_composite_type(inner):
        return f"{alias}{name}{arguments}{directive}"
    if depth >= DEEPEST:
        return "__typename"
    return f"{alias}{name}{arguments}{directive} {selection(schema, inner, random, depth + 1, spread=spread)}"
