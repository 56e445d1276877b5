"""The ways from a root of the schema to each of its fields."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type, is_required_argument

from schema.schema import schema


def types() -> GraphQLSchema:
    return schema.core


@dataclass(frozen=True)
class Path:
    """The way from a root to a field: each field with its arguments, and what is selected of the last."""

    pair: str
    fields: tuple[str, ...]
    parent: "Path | None" = None
    leaf: str = ""

    @property
    def query(self) -> str:
        selected = self.leaf
        for one in reversed(self.fields):
            selected = f"{{ {one} {selected} }}"
        return selected

    def is_reached(self, data: Any) -> bool:
        """Whether the answer has a value of the last field, in the first entry of each list on the way."""
        for one in self.fields:
            data = data.get(one.split("(")[0]) if isinstance(data, dict) else None
            if isinstance(data, list):
                data = data[0] if data else None
        return data is not None


def paths(
    root: str, prefix: tuple[str, ...], arguments: dict[str, str], only: str = "", without: Collection[str] = ()
) -> list[Path]:
    """
    Return one way to each field of each type that can be reached from the type `root`. `only` names the field of the
    root to begin with. `without` has fields to leave out: of the root by name, others by type and name.
    """
    found: dict[str, Path] = {}
    known = types().type_map
    waiting: list[tuple[str, tuple[str, ...], Path | None]] = [(root, prefix, None)]
    for name, before, parent in waiting:
        kind = known[name]
        assert isinstance(kind, GraphQLObjectType)
        for one, definition in kind.fields.items():
            pair = f"{name}.{one}"
            if pair in found or pair in without or (name == root and (one in without or (only and one != only))):
                continue
            given = arguments.get(pair, "")
            assert given or not any(map(is_required_argument, definition.args.values())), pair
            below = get_named_type(definition.type)
            leaf = "" if is_leaf_type(below) else "{ __typename }"
            found[pair] = Path(pair, (*before, one + given), parent, leaf)
            if isinstance(below, GraphQLObjectType):
                waiting.append((below.name, found[pair].fields, found[pair]))
    return list(found.values())
