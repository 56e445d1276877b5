"""
The most that an operation can cost, computed from its document and variables alone, by the prices of prices.py.

The fields selected of an object count as often as the object can occur. In a page that is `first` times. In other lists
it depends on the ids, dates or dimensions given, or on what the list declares (schema/types/field_metadata.py).
"""

from collections.abc import Collection, Mapping
from datetime import date
from math import ceil, prod
from typing import NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from resolvers.paging import PAGE_SIZE
from resolvers.statistics.read_statistics import MAX_DAYS, MAX_GROUPS, MAX_PERIODS
from schema.execution.cost.argument_values import (
    IDS,
    MORE_IMAGES,
    TASKS,
    Shape,
    Shapes,
    argument_shape,
    length,
    shape_of,
    shape_of_node,
)
from schema.execution.cost.bounded_lists import entries_of
from schema.execution.cost.prices import (
    FURTHER_WORD,
    IMAGE,
    INDEXED,
    INTROSPECTION,
    LEAF,
    LIST,
    LONG_NAME,
    LOOKED_AT,
    MARKED,
    OBJECT,
    RECORDED,
    ROOT_FIELD,
    SCAN,
    SCAN_OF_ALL,
    SEARCH,
    USED_DAY,
    USED_HOURS,
)
from schema.types.field_metadata import definition_of

REMEMBERED = 16
"""Cached costs of one operation, for different values of its variables."""
COUNTED = ("totalCount", "totals", "failures", "before", "after")
"""The fields of any page that take one more statement each."""
DAYS = {"DAY": 1, "WEEK": 7, "MONTH": 28}
Fragments = Mapping[str, FragmentDefinitionNode]


class Cost(NamedTuple):
    """The most that an operation can cost, and the part of it due to the size of the answer."""

    total: float
    answer: float
    """Here an object costs only its name in the answer."""


class OperationCost:
    """The cost of one operation, as a function of its variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: Fragments,
        cost_variables: Collection[str],
    ) -> None:
        """`cost_variables` are those that the cost depends on."""
        self.schema, self.operation, self.fragments = schema, operation, fragments
        self.defaults = {
            one.variable.name.value: shape_of_node(one.default_value, {})
            for one in operation.variable_definitions or ()
            if one.variable.name.value in cost_variables
        }
        self.known: dict[tuple[Shape, ...], Cost] = {}

    def of(self, variables: Mapping[str, object]) -> Cost:
        """Return the cost with the variables of a request."""
        key: tuple[Shape, ...] = ()
        if self.defaults:
            shapes = [shape_of(variables[name]) if name in variables else one for name, one in self.defaults.items()]
            key = tuple(shapes)
        cost = self.known.get(key)
        if cost is None:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            given = dict(zip(self.defaults, key, strict=True))
            self.known[key] = cost = Cost(self.computed(given, OBJECT), self.computed(given, LEAF))
        return cost

    def computed(self, shapes: Shapes, of_object: float) -> float:
        kind = self.operation.operation
        root_type = self.schema.get_root_type(kind)
        fields = Selected(self.schema, self.fragments, shapes, of_object)
        return fields.cost(self.operation.selection_set, root_type, None, ROOT_FIELD[kind])


class Page(NamedTuple):
    """
    A page of a list, or the results of a mutation with ids or tasks. `finding` is what its filter and order add to the
    cost of each statement.
    """

    size: int
    finding: float
    statements: frozenset[str]
    """The fields that take one more statement each."""


class Selected:
    """The cost of selection sets, for variables of these shapes."""

    def __init__(self, schema: GraphQLSchema, fragments: Fragments, shapes: Shapes, of_object: float) -> None:
        self.schema, self.fragments, self.shapes, self.of_object = schema, fragments, shapes, of_object
        self.spread: dict[tuple[str, Page | None, int], float] = {}

    def cost(
        self, selection_set: SelectionSetNode | None, parent: GraphQLNamedType | None, page: Page | None, each: int = 0
    ) -> float:
        """
        Return the cost of the fields selected of `parent`. `page` is the parent, or the page with the parent. `each` is
        added for each field.
        """
        selections = selection_set.selections if selection_set else ()
        return sum(self.selection(one, parent, page, each) for one in selections)

    def selection(self, node: SelectionNode, parent: GraphQLNamedType | None, page: Page | None, each: int) -> float:
        if isinstance(node, FieldNode):
            return each + self.field(node, parent, page)
        if isinstance(node, InlineFragmentNode):
            on = self.schema.get_type(node.type_condition.name.value) if node.type_condition else parent
            return self.cost(node.selection_set, on, page, each)
        if not isinstance(node, FragmentSpreadNode) or (fragment := self.fragments.get(node.name.value)) is None:
            return 0
        key = node.name.value, page, each
        if key not in self.spread:
            self.spread[key] = 0  # validation refuses a fragment that leads back to itself
            on = self.schema.get_type(fragment.type_condition.name.value)
            self.spread[key] = self.cost(fragment.selection_set, on, page, each)
        return self.spread[key]

    def field(self, node: FieldNode, parent: GraphQLNamedType | None, page: Page | None) -> float:
        name = node.name.value
        if name in {"__schema", "__type"}:
            return INTROSPECTION
        field: GraphQLField | None = getattr(parent, "fields", {}).get(name)
        naming = len(node.alias.value) // LONG_NAME * LEAF if node.alias else 0
        if parent is None or field is None:
            return LEAF + naming
        kind = get_named_type(field.type)
        own = definition_of(field).metadata.get("price")
        base = self.of_object if is_composite_type(kind) else LEAF
        statement = LIST + page.finding if page and name in page.statements else 0
        if is_list_type(get_nullable_type(field.type)):
            each = base + naming + self.cost(node.selection_set, kind, None)
            if name == "usage":
                return usage_cost(self.given(node, "groupBy"), self.days(node), each)
            looked_at = LOOKED_AT if "image" in self.fields_given(node, "to") else 0
            return (own or 0) + looked_at + statement + self.length(node, field, page) * each
        price = (base if own is None else own) + naming + statement
        given = self.fields_given(node, "input")
        price += IMAGE * given.get(MORE_IMAGES, 0)
        if (parent.name, name) == ("Image", "url") and self.given(node, "variant") == "MARKED":
            price += MARKED
        if entries := given.get(TASKS) or given.get(IDS):
            price += RECORDED * given.get(TASKS, 0)
            page = Page(entries, 0, frozenset())
        if "first" in field.args or "orderBy" in field.args:
            page = self.page(node, is_of_all=parent.name == "Admin" and self.given(node, "userId") is None)
            price += page.finding if "first" in field.args else 0
        return price + self.cost(node.selection_set, kind, page)

    def page(self, node: FieldNode, *, is_of_all: bool) -> Page:
        """Return the page that a field asks for; `is_of_all` if its list is of all users' tasks."""
        sizes = [one for name in ("first", "last") if isinstance(one := self.given(node, name), int)]
        where, order = self.fields_given(node, "where"), self.fields_given(node, "orderBy")
        given = self.given(node, "search")
        words = length(given) if isinstance(given, str) else where.get("search", 0)
        scan = SCAN if where.keys() - INDEXED or order else 0
        finding = SEARCH + (words - 1) * FURTHER_WORD if words else SEARCH if "labels" in where else scan
        if is_of_all and finding:
            finding = SCAN_OF_ALL
        far_sides = {"after": "hasPreviousPage", "startingAt": "hasPreviousPage", "before": "hasNextPage"}
        far = {field for name, field in far_sides.items() if self.given(node, name) is not None}
        return Page(max(sizes, default=0) or PAGE_SIZE, finding, frozenset({*COUNTED, *far}))

    def length(self, node: FieldNode, field: GraphQLField, page: Page | None) -> int:
        """Return how many entries of a list are counted."""
        most, counted, usual = entries_of(field)
        if isinstance(counted, int):
            return counted
        if counted == "page":
            return page.size if page else most
        if counted == "dates":
            entries = self.days(node) * usual // MAX_PERIODS
            return min(max(ceil(entries / DAYS.get(str(self.given(node, "period")), 1)), 1), usual)
        given = self.given(node, counted)
        if given is None:
            given = field.args[counted].default_value
        return min(max(given, 1), most) if isinstance(given, int) else 1

    def days(self, node: FieldNode) -> int:
        """Return the days between `from` and `to`, or the most possible if one of them is not a date."""
        first, last = (self.given(node, name) for name in ("from", "to"))
        try:
            return max((date.fromisoformat(str(last)) - date.fromisoformat(str(first))).days, 1)
        except ValueError:
            return date.max.toordinal()

    def fields_given(self, node: FieldNode, name: str) -> dict[str, int]:
        """Return the fields of an argument that is an object, with their lengths; empty for any other argument."""
        shape = self.given(node, name)
        return dict(shape) if isinstance(shape, frozenset) else {}

    def given(self, node: FieldNode, name: str) -> Shape:
        return argument_shape(node, name, self.shapes)


GROUPS = {"MODEL": 52, "TASK_TYPE": 3, "HOUR": 24}
"""The most groups by each dimension. Models: the 50 most used, `other`, and null."""
ANY = frozenset({"DAY", "HOUR"})
"""The dimensions that cost most."""


def usage_cost(dimensions: Shape, days: int, group: float) -> float:
    """Return the cost for these dimensions and days. A group costs `group`, an unknown dimension as much as ANY."""
    names = ANY
    if isinstance(dimensions, str):
        names = frozenset({dimensions})
    elif isinstance(dimensions, frozenset):
        names = frozenset(name for name, _ in dimensions)
    elif dimensions == 0:
        names = frozenset()
    days = min(days, MAX_DAYS)
    groups = prod((GROUPS | {"DAY": days}).get(name, 1) for name in names)
    return days * (USED_HOURS if "HOUR" in names else USED_DAY) + min(groups, MAX_GROUPS) * group
