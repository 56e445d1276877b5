"""The fields that a selection set selects of an object, in the order of the answer."""

from collections.abc import Iterable

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableValues,
    get_directive_values,
    is_abstract_type,
)

from schema.execution.compiler.field_call import OperationScope
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled


class SelectedFields(dict[str, list[FieldNode]]):
    """The fields selected of an object of type `of`, by response name. Raises NotCompiled if one is deferred."""

    def __init__(
        self,
        scope: OperationScope,
        variables: VariableValues,
        of: GraphQLObjectType,
        selected: Iterable[SelectionSetNode | None],
    ) -> None:
        super().__init__()
        self.scope, self.variables, self.of = scope, variables, of
        self.spread: set[str] = set()
        for selection_set in selected:
            if selection_set:
                self.collect(selection_set)

    def collect(self, selection_set: SelectionSetNode) -> None:
        for node in selection_set.selections:
            if not self.is_included(node):
                continue
            if isinstance(node, FieldNode):
                self.setdefault((node.alias or node.name).value, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                self.collect_fragment(node)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in self.spread:
                self.spread.add(node.name.value)
                self.collect_fragment(self.scope.fragments[node.name.value])

    def collect_fragment(self, fragment: InlineFragmentNode | FragmentDefinitionNode) -> None:
        """Collect the fields of a fragment on the object's type, or on an interface or union of it."""
        condition = fragment.type_condition
        on = self.scope.schema.get_type(condition.name.value) if condition else self.of
        if on is self.of or (is_abstract_type(on) and self.scope.schema.is_sub_type(on, self.of)):
            self.collect(fragment.selection_set)

    def is_included(self, node: SelectionNode) -> bool:
        if not node.directives:
            return True
        if any(directive.name.value == "defer" for directive in node.directives):
            raise NotCompiled(FallbackReason.DEFERRED)
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (skip and skip["if"]) and not (include and not include["if"])
