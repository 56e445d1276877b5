"""What the cost of an operation goes by in the values of its arguments, whether they stand in it or are variables."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from graphql import (
    EnumValueNode,
    FieldNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

from models.statistics.usage_groups import UsageDimension
from resolvers.arguments import MAX_IDS
from resolvers.paging import MAX_PAGE_SIZE

COUNTED = frozenset(
    {
        *("first", "last", "after", "before", "startingAt", "ids", "where", "orderBy"),
        *("period", "from", "to", "groupBy", "input", "userId"),
    }
)
"""The arguments that the cost goes by."""
DATE, SEARCH = 10, 200
"""Characters of a date, and of the longest search. Of longer texts than a date only the number of words matters."""
MEASURED = frozenset({"search", "moreImages"})
"""The fields of objects whose length counts. Of others it would only make calls differ that cost the same."""
Fields: TypeAlias = frozenset[tuple[str, int]]
"""
The fields of an object that are set, each that is MEASURED with the length that it has as a list, or in words as a
text, else 1; or the dimensions in a list of them.
"""
Shape: TypeAlias = int | str | Fields | None
"""A number or a list's length, at most what may be asked for; a text; of an object, its fields."""
Shapes = Mapping[str, Shape]


def shape_of(value: object) -> Shape:
    """Of a value as JSON has it. A float is the number that GraphQL coerces it to."""
    if isinstance(value, list):
        return shape_of_list(value)
    if isinstance(value, dict):
        set_fields = ((name, one) for name, one in value.items() if one is not None)
        return frozenset((name, length(one) if name in MEASURED else 1) for name, one in set_fields)
    if isinstance(value, str):
        return value if len(value) <= DATE else " ".join("x" * length(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(min(MAX_PAGE_SIZE, max(0, value)))


def shape_of_list(values: list[object]) -> Shape:
    dimensions = {one for one in values[:MAX_IDS] if isinstance(one, str) and one in UsageDimension.__members__}
    return frozenset((one, 1) for one in dimensions) or min(len(values), MAX_IDS)


def shape_of_node(node: ValueNode | None, variables: Shapes) -> Shape:
    """Of a value in a document."""
    if isinstance(node, VariableNode):
        return variables.get(node.name.value)
    if isinstance(node, ListValueNode):
        return shape_of_list(
            [
                variables.get(one.name.value) if isinstance(one, VariableNode) else getattr(one, "value", None)
                for one in node.values
            ]
        )
    if isinstance(node, ObjectValueNode):
        shapes = ((field.name.value, shape_of_node(field.value, variables)) for field in node.fields)
        return frozenset(
            (name, 1 if name not in MEASURED else one if isinstance(one, int) else length(one))
            for name, one in shapes
            if one is not None
        )
    if isinstance(node, IntValueNode):
        return shape_of(float(node.value))  # which, unlike int, takes any number of digits
    if isinstance(node, StringValueNode | EnumValueNode):
        return shape_of(node.value)
    return None if node is None or isinstance(node, NullValueNode) else ""


def length(value: object) -> int:
    """Of a list; in words, of a text; else 1."""
    if isinstance(value, str):
        return max(1, len(value[:SEARCH].split()))
    return min(len(value), MAX_IDS) if isinstance(value, list) else 1


def argument_shape(field: FieldNode, name: str, variables: Shapes) -> Shape:
    """Of the argument `name`; None when it is not given, or null."""
    for argument in field.arguments or ():
        if argument.name.value == name:
            return shape_of_node(argument.value, variables)
    return None


def has_more_values(variables: Mapping[str, object], most: int) -> bool:
    """Whether there are more values in the variables than `most`, those in lists and objects included."""
    values, seen = list(variables.values()), 0
    while values and seen + len(values) <= most:
        value = values.pop()
        seen += 1
        if isinstance(value, dict):
            values += value.values()
        elif isinstance(value, list):
            values += value
    return bool(values)


def variables_in(node: ValueNode) -> Iterator[str]:
    """The names of the variables that the value is or holds."""
    values = [node]
    while values:
        value = values.pop()
        if isinstance(value, VariableNode):
            yield value.name.value
        values += [*getattr(value, "values", ()), *(field.value for field in getattr(value, "fields", ()))]
