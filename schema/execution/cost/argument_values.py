"""The parts of argument values, literal or variable, on which an operation's cost depends."""

from collections.abc import Iterator, Mapping, Sequence
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
        *("first", "last", "after", "before", "startingAt", "ids", "where", "orderBy", "search"),
        *("period", "from", "to", "groupBy", "input", "userId", "variant"),
    }
)
"""The arguments that the cost depends on."""
DATE, SEARCH = 10, 200
"""Characters of a date, and of the longest search. For a text longer than a date, only its number of words counts."""
MORE_IMAGES, TASKS, IDS, ENTRIES = "moreImages", "tasks", "ids", ""
WAY = (TASKS, "outcome", "completed")
"""The fields that lead from the input of `recordTasks` to the MORE_IMAGES of each task."""
MEASURED = frozenset({"search", MORE_IMAGES, TASKS, IDS})
"""The fields of objects whose length affects the cost."""
Fields: TypeAlias = frozenset[tuple[str, int]]
"""
The fields that are set in an object, each with a number: the `length` of a MEASURED field, or 1. The MORE_IMAGES of all
objects on the WAY are added up. Lists of dimensions have the same form. So have lists of objects with MORE_IMAGES, with
their length as ENTRIES.
"""
Shape: TypeAlias = int | str | Fields | None
"""The part of a value that affects the cost: a number or a list's length, up to its limit; a text; or fields."""
Shapes = Mapping[str, Shape]


def shape_of(value: object) -> Shape:
    """Return the shape of a value from JSON. A float counts as the whole number that GraphQL coerces it to."""
    if isinstance(value, list):
        return shape_of_list(value)
    if isinstance(value, dict):
        fields = {name: length(one) if name in MEASURED else 1 for name, one in value.items() if one is not None}
        return with_images(fields, images_within(value) if fields.keys() & WAY else 0)
    if isinstance(value, str):
        return value if len(value) <= DATE else " ".join("x" * length(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(min(MAX_PAGE_SIZE, max(0, value)))


def shape_of_list(values: list[object]) -> Shape:
    """Return the shape of a list from JSON."""
    return list_of([shape_of(one) if isinstance(one, dict) else one for one in values])


def list_of(entries: list[object]) -> Shape:
    """Return the usage dimensions among the entries or else their number, with the images within them."""
    dimensions = {one for one in entries[:MAX_IDS] if isinstance(one, str) and one in UsageDimension.__members__}
    if dimensions:
        return frozenset((one, 1) for one in dimensions)
    number, images = min(len(entries), MAX_IDS), sum(map(images_of, entries))
    return frozenset({(ENTRIES, number), (MORE_IMAGES, images)}) if images else number


def with_images(fields: dict[str, int], images: int) -> Fields:
    """Return the shape of an object with these fields, and so many MORE_IMAGES in the objects within it."""
    if images:
        fields[MORE_IMAGES] = fields.get(MORE_IMAGES, 0) + images
    return frozenset(fields.items())


def images_within(value: dict[str, object], way: Sequence[str] = WAY) -> int:
    """Return how many MORE_IMAGES are within an object from JSON, on the way from tasks to their images."""
    images = 0
    for number, name in enumerate(way, 1):
        entries = value.get(name)
        for one in entries if isinstance(entries, list) else [entries]:
            if isinstance(one, dict):
                images += length(one.get(MORE_IMAGES) or []) + images_within(one, way[number:])
    return images


def images_of(shape: object) -> int:
    """Return how many MORE_IMAGES are in an object or a list of this shape."""
    return next((number for name, number in shape if name == MORE_IMAGES), 0) if isinstance(shape, frozenset) else 0


def shape_of_node(node: ValueNode | None, variables: Shapes) -> Shape:
    """Return the shape of a value in a document that may use variables of these shapes."""
    if isinstance(node, VariableNode):
        return variables.get(node.name.value)
    if isinstance(node, ListValueNode):
        return list_of([shape_of_node(one, variables) for one in node.values])
    if isinstance(node, ObjectValueNode):
        shapes = {field.name.value: shape_of_node(field.value, variables) for field in node.fields}
        given = {name: shape for name, shape in shapes.items() if shape is not None}
        fields = {name: length(shape) if name in MEASURED else 1 for name, shape in given.items()}
        return with_images(fields, sum(images_of(given.get(name)) for name in WAY))
    if isinstance(node, IntValueNode):
        return shape_of(float(node.value))  # unlike int, float takes any number of digits
    if isinstance(node, StringValueNode | EnumValueNode):
        return shape_of(node.value)
    return None if node is None or isinstance(node, NullValueNode) else ""


def length(value: object) -> int:
    """Return a list's length, a text's number of words, or 1. Takes a value from JSON or its shape; has a limit."""
    if isinstance(value, str):
        return max(1, len(value[:SEARCH].split()))
    if isinstance(value, frozenset):
        return next((number for name, number in value if name == ENTRIES), 1)
    if isinstance(value, int):
        return value
    return min(len(value), MAX_IDS) if isinstance(value, list) else 1


def argument_shape(field: FieldNode, name: str, variables: Shapes) -> Shape:
    """Return the shape of the field's argument `name`; None if it is omitted or null."""
    for argument in field.arguments or ():
        if argument.name.value == name:
            return shape_of_node(argument.value, variables)
    return None


def number_of_values(variables: Mapping[str, object], most: int) -> int:
    """Return how many values the variables hold, also in lists and objects; more than `most` are not counted."""
    values, seen = list(variables.values()), 0
    while values and seen + len(values) <= most:
        value = values.pop()
        seen += 1
        if isinstance(value, dict):
            values += value.values()
        elif isinstance(value, list):
            values += value
    return seen + len(values)


def variables_in(node: ValueNode) -> Iterator[str]:
    """Yield the names of the variables that the value is or contains."""
    values = [node]
    while values:
        value = values.pop()
        if isinstance(value, VariableNode):
            yield value.name.value
        values += [*getattr(value, "values", ()), *(field.value for field in getattr(value, "fields", ()))]
