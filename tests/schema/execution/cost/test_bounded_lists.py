"""Every list of the schema declares the most entries that it has, and its cost counts them."""

import pytest
import strawberry
from graphql import (
    GraphQLField,
    GraphQLNamedType,
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
"""The arguments with which lists have most entries."""
BRIEF = {
    *("TaskRecord.labels", "Admin.failureHistory"),
    *(path for path in LISTS if path.startswith("SavedViewFilter.")),  # 4,096 bytes together
}
"""Lists of short texts, in which fewer entries are counted than are possible; so are `errors`."""


def selected(name: str, field: GraphQLField, of: str) -> str:
    """Return the field with its worst arguments and the selection `of`."""
    given = ", ".join(
        f"{one}: {WORST.get(one, chr(34) * 2)}"
        for one, argument in field.args.items()
        if one in WORST or is_required_argument(argument)
    )
    return f"{name}{given and f'({given})'} {of}"


def price(parent: GraphQLNamedType, text: str) -> float:
    """Return the price of a selection of an object of the type."""
    [operation] = parse(f"{{ {text} }}").definitions
    assert isinstance(operation, OperationDefinitionNode)
    return Selected(SCHEMA, {}, {}, OBJECT).cost(operation.selection_set, parent, None)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_as_much_as_its_most_entries(path: str) -> None:
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


@strawberry.type
class UnboundedQuery:
    @strawberry.field
    def numbers(self) -> list[int]:
        return []


def test_a_schema_with_a_list_that_does_not_declare_its_entries_is_refused() -> None:
    with pytest.raises(UnboundedList, match=r"^UnboundedQuery\.numbers$"):
        check_lists(Schema(UnboundedQuery).core)
