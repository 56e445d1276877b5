"""Every list of the schema declares the most entries that it has, and its cost counts them, also in lists within it."""

from collections.abc import Iterator

import pytest
import strawberry
from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    OperationDefinitionNode,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    parse,
)

from schema.execution.cost.bounded_lists import UnboundedList, check_lists, entries_of, lists_of
from schema.execution.cost.operation_cost import Selected
from schema.execution.cost.prices import LEAF, OBJECT
from schema.schema import Schema, schema

SCHEMA = schema.core
LISTS = lists_of(SCHEMA)
WORST = {
    "first": "100",
    "ids": "[" + '"a", ' * 100 + "]",
    "from": '"2020-01-01"',
    "to": '"2025-01-01"',
    "period": "DAY",
    "groupBy": "[DAY, MODEL]",
}
"""The arguments with which a list has most entries."""
BRIEF = {"TaskRecord.labels", "Admin.failureHistory"}
"""Lists of short texts that lead nowhere, of which fewer are counted than there may be; so are `errors`."""


def selected(name: str, field: GraphQLField, of: str) -> str:
    """The field with its worst arguments, and of what it returns what `of` selects."""
    given = ", ".join(
        f"{one}: {WORST.get(one, chr(34) * 2)}"
        for one, argument in field.args.items()
        if one in WORST or is_required_argument(argument)
    )
    return f"{name}{given and f'({given})'} {of}"


def price(parent: GraphQLNamedType, text: str) -> float:
    """The price of what is selected of an object of the type."""
    [operation] = parse(f"{{ {text} }}").definitions
    assert isinstance(operation, OperationDefinitionNode)
    return Selected(SCHEMA, {}, {}, OBJECT).cost(operation.selection_set, parent, None)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_what_its_most_entries_do(path: str) -> None:
    kind, name = path.split(".")
    most, _, usual = entries_of(LISTS[path])
    of_leaves = is_leaf_type(get_named_type(LISTS[path].type))
    cost = price(SCHEMA.type_map[kind], selected(name, LISTS[path], "" if of_leaves else "{ __typename }"))
    if usual < most:
        assert path in BRIEF or path.endswith(".errors")
        entry = get_named_type(LISTS[path].type)
        assert all(is_leaf_type(get_named_type(one.type)) for one in getattr(entry, "fields", {}).values())
        most = usual
    assert cost >= most * (LEAF if of_leaves else OBJECT + LEAF)


def ways(start: str, to: str, steps: int) -> Iterator[list[tuple[str, GraphQLField]]]:
    """Yield the ways from a type to another by so many fields at most."""
    kind = SCHEMA.type_map[start]
    for name, field in kind.fields.items() if isinstance(kind, GraphQLObjectType) and steps else ():
        step, reached = (name, field), get_named_type(field.type).name
        if reached == to:
            yield [step]
        for way in ways(reached, to, steps - 1):
            yield [step, *way]


def factor(path: str, field: GraphQLField) -> float:
    """How many times what a field returns counts, or 1 when it is no list."""
    if path not in LISTS:
        return 1
    return entries_of(field).usual


BACK = {
    " ".join([path, *(name for name, _ in way)]): (path, way)
    for path, field in LISTS.items()
    for way in ways(get_named_type(field.type).name, path.split(".")[0], 2)
}
"""Each list that leads back to what it is of, by at most two fields: `Board.shareLinks board`."""


def test_lists_lead_back() -> None:
    assert {"Board.shareLinks board", "TaskRecord.sources task", "TaskRecord.boards tasks nodes"} <= BACK.keys()


@pytest.mark.parametrize("name", BACK)
def test_lists_that_lead_back_multiply(name: str) -> None:
    path, way = BACK[name]
    kind = SCHEMA.type_map[path.split(".")[0]]
    steps = [(path.split(".")[1], LISTS[path]), *way]
    times, text = 1.0, "{ __typename }"
    at = kind.name
    for step, field in steps:
        times, at = times * factor(f"{at}.{step}", field), get_named_type(field.type).name
    costs = []
    for _ in range(3):
        for step, field in reversed(steps):
            text = selected(step, field, text if text.startswith("{") else f"{{ {text} }}")
        costs.append(price(kind, text))
    assert costs[1] >= times * costs[0]
    assert costs[2] >= times * costs[1]


@strawberry.type
class UnboundedQuery:
    @strawberry.field
    def numbers(self) -> list[int]:
        return []


def test_a_list_that_does_not_declare_its_entries_is_no_part_of_a_schema() -> None:
    with pytest.raises(UnboundedList, match=r"^UnboundedQuery\.numbers$"):
        check_lists(Schema(UnboundedQuery).core)
