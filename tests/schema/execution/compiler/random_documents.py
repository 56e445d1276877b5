"""Makes random documents for a schema: fragments, aliases, `@skip` and `@include`, arguments, merged selections."""

import re
from collections.abc import Sequence
from random import Random

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_object_type,
    is_union_type,
)

DEEPEST = 4
ARGUMENTS: dict[str, Sequence[str]] = {"repeated": ("", "times: 2", "times: $times")}
"""The arguments with which each field may be selected."""
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


class RandomDocuments:
    def __init__(self, schema: GraphQLSchema, random: Random) -> None:
        self.schema, self.random = schema, random

    def make(self) -> str:
        query = self.schema.query_type
        assert query
        fragments = {
            name: f"fragment {name} on {name} {self.selection(kind, DEEPEST - 1, spread=False)}"
            for name, kind in self.schema.type_map.items()
            if is_object_type(kind) and not name.startswith("__") and kind is not query
        }
        operation = self.selection(query, 0)
        used = [fragment for name, fragment in fragments.items() if re.search(rf"\.\.\. {name}\b", operation)]
        text = "\n".join([operation, *used])
        variables = ", ".join(f"{name}: {kind}" for name, kind in VARIABLES.items() if re.search(rf"\{name}\b", text))
        return f"query {f'({variables})' if variables else ''} {text}"

    def selection(self, kind: object, depth: int, *, spread: bool = True) -> str:
        chosen = [self.one(kind, depth, spread) for _ in range(self.random.randint(1, 4))]
        return "{ " + " ".join(["__typename", *chosen]) + " }"

    def one(self, kind: object, depth: int, spread: bool) -> str:
        directive = self.random.choice(DIRECTIVES)
        if is_abstract_type(kind) and (is_union_type(kind) or self.random.random() < 0.5):
            inner = self.random.choice(self.schema.get_possible_types(kind))
            if spread and self.random.random() < 0.2:
                return f"... {inner.name}{directive}"
            return f"... on {inner.name}{directive} {self.selection(inner, depth + 1, spread=spread)}"
        assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        if spread and is_object_type(kind) and kind is not self.schema.query_type and self.random.random() < 0.2:
            return f"... {kind.name}{directive}"
        if depth < DEEPEST and self.random.random() < 0.2:
            return f"... on {kind.name}{directive} {self.selection(kind, depth + 1, spread=spread)}"
        return self.field(kind, depth, directive, spread)

    def field(self, kind: GraphQLObjectType | GraphQLInterfaceType, depth: int, directive: str, spread: bool) -> str:
        fields = list(kind.fields)
        leaves = [name for name in fields if is_leaf_type(get_named_type(kind.fields[name].type))]
        name = self.random.choice(leaves if depth >= DEEPEST and leaves else fields)
        inner = get_named_type(kind.fields[name].type)
        choices = ARGUMENTS.get(name, ("",))
        number = self.random.randrange(len(choices))
        alias = f"{name}_{number}: " if number or self.random.random() < 0.3 else ""
        field = f"{alias}{name}{f'({choices[number]})' if choices[number] else ''}{directive}"
        if not is_composite_type(inner):
            return field
        if depth >= DEEPEST:
            return "__typename"
        return f"{field} {self.selection(inner, depth + 1, spread=spread)}"
