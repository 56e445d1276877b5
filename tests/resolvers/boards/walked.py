"""Reads all that a caller can read below a field of `Query`, by each path through the schema that has data."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from graphql import GraphQLEnumType, GraphQLField, GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument

from schema.schema import schema
from tests.api import Client

TYPES = schema._schema
MARKED = "url_MARKED: url(variant: MARKED)"
"""A member is refused a copy that is yet to be made, and many of them are too costly."""


class Read(NamedTuple):
    """A leaf of an answer: the field's name and value."""

    field: str
    value: object


def spelt(name: str, field: GraphQLField) -> Iterator[str]:
    """Yield the leaf with each value of its arguments that are enums, each by a name of its own."""
    for argument, given in field.args.items():
        kind = get_named_type(given.type)
        if isinstance(kind, GraphQLEnumType):
            yield from (f"{name}_{value}: {name}({argument}: {value})" for value in kind.values)


def leaves_of(value: object, field: str = "") -> Iterator[Read]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves_of(part, name.split("_", 1)[0] or name)
    elif isinstance(value, list):
        for part in value:
            yield from leaves_of(part, field)
    elif value is not None:
        yield Read(field, value)


class Walk:
    """
    What the caller has read so far; `variables` are those of the root. A way may pass each type `passes` times: with 2,
    from a task over its boards to a task.
    """

    def __init__(self, caller: Client, passes: int, **variables: Any) -> None:
        self.caller, self.passes, self.variables = caller, passes, variables
        self.found: set[Read] = set()

    async def read(self, way: str, selection: str) -> bool:
        """Read a selection at the end of the way; return whether there is anything."""
        query = way.replace("*", selection)
        answer = await self.caller.post(f"query ($id: ID!) {{ {query} }}", **self.variables)
        assert "errors" not in answer or selection == MARKED, (query, answer)
        read = {*leaves_of([answer.get("data"), answer.get("errors")])}
        self.found |= read
        return any(one.field == "__typename" for one in read)

    async def go(self, way: str, kind: GraphQLObjectType, passed: tuple[str, ...] = ()) -> None:
        """Read all there is at the end of the way, which is of this type, and beyond."""
        passed = (*passed, kind.name)
        required = {name for name, one in kind.fields.items() if any(map(is_required_argument, one.args.values()))}
        again = {"edges"} if len(passed) > 2 else set()  # their nodes are `nodes`
        fields = {name: one for name, one in kind.fields.items() if name not in required | again}
        leaves = [name for name, one in fields.items() if is_leaf_type(get_named_type(one.type))]
        spelled = [one for name in leaves for one in spelt(name, fields[name])]
        if not await self.read(way, " ".join(["__typename", *leaves, *(one for one in spelled if one != MARKED)])):
            return
        if MARKED in spelled:
            await self.read(way, MARKED)
        if "node {" in way:
            return  # `nodes` lead beyond
        for name, field in fields.items():
            further = get_named_type(field.type)
            if isinstance(further, GraphQLObjectType) and passed.count(further.name) < self.passes:
                page = "(first: 2)" if "first" in field.args else ""
                await self.go(way.replace("*", f"{name}{page} {{ * }}"), further, passed)


async def walked(caller: Client, passes: int, root: str, kind: str, **variables: Any) -> set[Read]:
    """Read all that can be read from the root on, a selection on `Query` with `*` in place of one on this type."""
    of = TYPES.type_map[kind]
    assert isinstance(of, GraphQLObjectType)
    walk = Walk(caller, passes, **variables)
    await walk.go(root, of)
    return walk.found
