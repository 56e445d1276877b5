from collections.abc import Collection
from functools import cached_property

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from schema.execution.cost.operation_cost import Fragments, OperationCost


class Operation:
    """A query, mutation or subscription of a document, and how much it asks for."""

    def __init__(
        self,
        schema: GraphQLSchema,
        node: OperationDefinitionNode,
        fragments: Fragments,
        cost_variables: Collection[str],
    ) -> None:
        self.node, self.fragments = node, fragments
        self.name = node.name.value if node.name else None
        self.type = node.operation
        self.cost = OperationCost(schema, node, fragments, cost_variables)

    @cached_property
    def depth(self) -> int:
        return depth_of(self.node.selection_set, self.fragments, {})

    @cached_property
    def root_fields(self) -> int:
        """The number of fields at the top level of its answer."""
        return len(root_names(self.node.selection_set, self.fragments, set()))


def depth_of(selection_set: SelectionSetNode, fragments: Fragments, depths: dict[str, int]) -> int:
    """
    Return how deep the fields of a selection set are nested, including those of fragments. A fragment that includes
    itself, which validation refuses, is followed once. `depths` has the known depths of fragments.
    """
    deepest = 0
    for selection in selection_set.selections:
        if isinstance(selection, FragmentSpreadNode):
            name = selection.name.value
            if name not in depths and name in fragments:
                depths[name] = 0
                depths[name] = depth_of(fragments[name].selection_set, fragments, depths)
            deepest = max(deepest, depths.get(name, 0))
        elif isinstance(selection, InlineFragmentNode):
            deepest = max(deepest, depth_of(selection.selection_set, fragments, depths))
        elif isinstance(selection, FieldNode):
            below = depth_of(selection.selection_set, fragments, depths) if selection.selection_set else 0
            deepest = max(deepest, 1 + below)
    return deepest


def root_names(selection_set: SelectionSetNode, fragments: Fragments, seen: set[str]) -> set[str]:
    """Return the response names of an operation's root fields. `seen` collects the fragments followed."""
    names = set()
    for selection in selection_set.selections:
        if isinstance(selection, FieldNode):
            names.add((selection.alias or selection.name).value)
        elif isinstance(selection, InlineFragmentNode):
            names |= root_names(selection.selection_set, fragments, seen)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
            seen.add(selection.name.value)
            if fragment := fragments.get(selection.name.value):
                names |= root_names(fragment.selection_set, fragments, seen)
    return names
