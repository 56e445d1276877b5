"""
What an operation costs at most, in objects of its answer, by document and variables alone.

An object counts 1, and what is selected in it as often as it can come: a page `first` times, a list by its ids, a
history of statistics as its longest, any other list as if it had ASSUMED_SIZE entries. A field of the operation itself
counts 10 more, for its statement, and in a mutation 50.
"""

from collections.abc import Collection, Mapping

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    value_from_ast_untyped,
)

from resolvers.arguments import MAX_IDS
from resolvers.statistics.read_statistics import MAX_PERIODS
from resolvers.tasks.list_tasks import MAX_PAGE_SIZE, PAGE_SIZE

ROOT_FIELD = {OperationType.QUERY: 10, OperationType.MUTATION: 50, OperationType.SUBSCRIPTION: 10}
INTROSPECTION = 500
ASSUMED_SIZE = 10
LONGEST = {"statisticsHistory": MAX_PERIODS}
"""Lists whose length neither a page nor ids tell."""
PAGE_ARGUMENTS = ("first", "last")
REMEMBERED = 16
"""Of one operation: its costs for the sizes that its variables have had."""
Sizes = Mapping[str, int | None]
Fragments = Mapping[str, FragmentDefinitionNode]


class OperationCost:
    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: Fragments,
        size_variables: Collection[str],
    ) -> None:
        """`size_variables` are those that say how many entries are asked for."""
        self.schema, self.operation, self.fragments = schema, operation, fragments
        self.defaults = {
            one.variable.name.value: value_from_ast_untyped(one.default_value) if one.default_value else None
            for one in operation.variable_definitions or ()
            if one.variable.name.value in size_variables
        }
        self.known: dict[tuple[int | None, ...], int] = {}

    def of(self, variables: Mapping[str, object]) -> int:
        key = tuple([size(variables.get(name, default)) for name, default in self.defaults.items()])
        if key not in self.known:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[key] = self.computed(dict(zip(self.defaults, key, strict=True)))
        return self.known[key]

    def computed(self, sizes: Sizes) -> int:
        kind = self.operation.operation
        root_type = self.schema.get_root_type(kind)
        fields = Selected(self.schema, self.fragments, sizes)
        return fields.cost(self.operation.selection_set, root_type, None, ROOT_FIELD[kind])


class Selected:
    def __init__(self, schema: GraphQLSchema, fragments: Fragments, sizes: Sizes) -> None:
        self.schema, self.fragments, self.sizes = schema, fragments, sizes
        self.spread: dict[tuple[str, int | None, int], int] = {}

    def cost(
        self, selection_set: SelectionSetNode | None, parent: GraphQLNamedType | None, page: int | None, each: int = 0
    ) -> int:
        """`page` is how many entries the parent's lists have, when it is a page; `each` is added for each field."""
        selections = selection_set.selections if selection_set else ()
        return sum(self.selection(one, parent, page, each) for one in selections)

    def selection(self, node: SelectionNode, parent: GraphQLNamedType | None, page: int | None, each: int) -> int:
        if isinstance(node, FieldNode):
            return each + self.field(node, parent, page)
        if isinstance(node, InlineFragmentNode):
            on = self.schema.get_type(node.type_condition.name.value) if node.type_condition else parent
            return self.cost(node.selection_set, on, page, each)
        if not isinstance(node, FragmentSpreadNode) or (fragment := self.fragments.get(node.name.value)) is None:
            return 0
        key = node.name.value, page, each
        if key not in self.spread:
            self.spread[key] = 0  # one that leads back to itself is for validation to refuse
            on = self.schema.get_type(fragment.type_condition.name.value)
            self.spread[key] = self.cost(fragment.selection_set, on, page, each)
        return self.spread[key]

    def field(self, node: FieldNode, parent: GraphQLNamedType | None, page: int | None) -> int:
        name = node.name.value
        if name in {"__schema", "__type"}:
            return INTROSPECTION
        field = getattr(parent, "fields", {}).get(name)
        if field is None or not is_composite_type(get_named_type(field.type)):
            return 0
        kind = get_named_type(field.type)
        if is_list_type(get_nullable_type(field.type)):
            ids = self.given(node, "ids")
            return (ids or page or LONGEST.get(name, ASSUMED_SIZE)) * (1 + self.cost(node.selection_set, kind, None))
        return 1 + self.cost(node.selection_set, kind, self.page_size(node, field.args))

    def page_size(self, node: FieldNode, arguments: Mapping[str, GraphQLArgument]) -> int | None:
        if not arguments.keys() & set(PAGE_ARGUMENTS):
            return None
        return max(self.given(node, name) or 0 for name in PAGE_ARGUMENTS) or PAGE_SIZE

    def given(self, node: FieldNode, name: str) -> int | None:
        for argument in node.arguments or ():
            if argument.name.value == name:
                return self.size_of(argument.value)
        return None

    def size_of(self, node: ValueNode) -> int | None:
        if isinstance(node, VariableNode):
            return self.sizes.get(node.name.value)
        if isinstance(node, IntValueNode | ListValueNode):
            return size(value_from_ast_untyped(node))
        return None


def size(value: object) -> int | None:
    """How many entries `first: value` or `ids: value` asks for; more than there may be are refused when executed."""
    if isinstance(value, list):
        return min(len(value), MAX_IDS)
    return min(max(value, 0), MAX_PAGE_SIZE) if isinstance(value, int) else None
