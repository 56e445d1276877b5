from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    SelectionSetNode,
    VariableNode,
    Visitor,
    visit,
)

from schema.execution.cost.argument_values import COUNTED, variables_in


class DocumentSurvey(Visitor):
    """
    Counts and names collected in one walk through a document. `aliases` also counts repeated fields. Validation
    compares all fields of one name in pairs, so repeated fields and fragments cost by their square.
    """

    def __init__(self, tree: DocumentNode) -> None:
        super().__init__()
        self.aliases = self.directives = self.fragments = 0
        self.value_depth = self.deepest_value = self.longest_number = 0
        self.introspects = False
        self.cost_variables: set[str] = set()
        self.condition_variables: set[str] = set()
        visit(tree, self)

    def enter_selection_set(self, node: SelectionSetNode, *_: object) -> None:
        names = [one.name.value for one in node.selections if isinstance(one, FieldNode) and not one.alias]
        self.aliases += len(names) - len(set(names))

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self.aliases += node.alias is not None
        self.introspects |= node.name.value in {"__schema", "__type"}

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        self.directives += 1
        if node.name.value in {"skip", "include"}:
            values = [argument.value for argument in node.arguments or ()]
            self.condition_variables.update(one.name.value for one in values if isinstance(one, VariableNode))

    def enter_argument(self, node: ArgumentNode, *_: object) -> None:
        if node.name.value in COUNTED:
            self.cost_variables.update(variables_in(node.value))

    def enter_fragment_spread(self, _: FragmentSpreadNode, *__: object) -> None:
        self.fragments += 1

    def enter_inline_fragment(self, _: InlineFragmentNode, *__: object) -> None:
        self.fragments += 1

    def enter_int_value(self, node: IntValueNode, *_: object) -> None:
        self.longest_number = max(self.longest_number, len(node.value))

    def enter_list_value(self, _: ListValueNode, *__: object) -> None:
        self.deepen()

    def leave_list_value(self, _: ListValueNode, *__: object) -> None:
        self.value_depth -= 1

    def enter_object_value(self, _: ObjectValueNode, *__: object) -> None:
        self.deepen()

    def leave_object_value(self, _: ObjectValueNode, *__: object) -> None:
        self.value_depth -= 1

    def deepen(self) -> None:
        self.value_depth += 1
        self.deepest_value = max(self.deepest_value, self.value_depth)
