"""What an operation's cost depends on in the values of its arguments, be they literals or variables."""

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
"""The arguments that the cost depends on."""
DATE, SEARCH = 10, 200
"""Characters of a date, and of the longest search. Of a text longer than a date only the number of words matters."""
MEASURED = frozenset({"search", "moreImages"})
"""The fields of objects whose length counts. That of others would only tell apart calls that cost the same."""
Fields: TypeAlias = frozenset[tuple[str, int]]
"""
The fields that are set in an object, each with a number: for a MEASURED field its `length`, for any other 1. A list of
dimensions is written in the same way.
"""
Shape: TypeAlias = int | str | Fields | None
"""What counts of a value: a number or a list's length, up to what may be asked for; a text; or an object's fields."""
Shapes = Mapping[str, Shape]


def shape_of(value: object) -> Shape:
    """The shape of a value from JSON. A float counts as the whole number that GraphQL coerces it to."""
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
    """The usage dimensions in the list, if there are any; else its length."""
    dimensions = {one for one in values[:MAX_IDS] if isinstance(one, str) and one in UsageDimension.__members__}
    return frozenset((one, 1) for one in dimensions) or min(len(values), MAX_IDS)


def shape_of_node(node: ValueNode | None, variables: Shapes) -> Shape:
    """The shape of a value in a document; `variables` are the shapes of those that it may use."""
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
        return shape_of(float(node.value))  # unlike int, float takes any number of digits
    if isinstance(node, StringValueNode | EnumValueNode):
        return shape_of(node.value)
    return None if node is None or isinstance(node, NullValueNode) else ""


def length(value: object) -> int:
    """The length of a list, the number of words of a text, or 1; at most what may be asked for."""
    if isinstance(value, str):
        return max(1, len(value[:SEARCH].split()))
    return min(len(value), MAX_IDS) if isinstance(value, list) else 1


def argument_shape(field: FieldNode, name: str, variables: Shapes) -> Shape:
    """The shape of the field's argument `name`; None when it is omitted or null."""
    for argument in field.arguments or ():
        if argument.name.value == name:
            return shape_of_node(argument.value, variables)
    return None


def has_more_values(variables: Mapping[str, object], most: int) -> bool:
    """Whether the variables hold more values than `most`, those in lists and objects included."""
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
    """The names of the variables that the value is or contains."""
    values = [node]
    while values:
        value = values.pop()
        if isinstance(value, VariableNode):
            yield value.name.value
        values += [*getattr(value, "values", ()), *(field.value for field in getattr(value, "fields", ()))]
