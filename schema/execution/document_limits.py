"""What of a document may be too much before it is even validated."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Visitor,
    parse,
    visit,
)

from resolvers.exceptions import QueryTooCostly

Fragments = dict[str, FragmentDefinitionNode]


@dataclass(frozen=True)
class Limits:
    """Of one document. `aliases` counts fields that are asked for again under their own name, too."""

    tokens: int
    depth: int
    aliases: int
    directives: int
    fragments: int
    root_fields: int
    cost: int


def parse_within(query: str, limits: Limits) -> tuple[DocumentNode, int]:
    """
    With it, what it costs to validate: half the square of its fragments and aliases, each of which may be compared
    with each. GraphQLSyntaxError for what is no GraphQL, QueryTooCostly for what is too much of it.
    """
    try:
        document = parse(query, max_tokens=limits.tokens)
        compared = check_counts(document, limits)
        check_shape(document, limits)
    except RecursionError:
        raise QueryTooCostly(
            f"The document is nested too deeply; at most {limits.depth} (MAX_DOCUMENT_DEPTH)."
        ) from None
    except GraphQLSyntaxError as error:
        if "tokens. Parsing aborted" in error.message:
            raise QueryTooCostly(f"The document has more than {limits.tokens} tokens (MAX_DOCUMENT_TOKENS).") from None
        raise
    return document, compared**2 // 2


class Counting(Visitor):
    """
    Counts what makes validation slow, too: whether fields of the same name agree is found out by comparing each with
    each, so repeated fields and fragments cost by their square.
    """

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.values = 0
        self.deepest_value = 0

    def enter_selection_set(self, node: SelectionSetNode, *_: Any) -> None:
        names = [one.name.value for one in node.selections if isinstance(one, FieldNode) and not one.alias]
        self.counts["aliases"] += len(names) - len(set(names))

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.counts["aliases"] += node.alias is not None

    def enter_directive(self, _: DirectiveNode, *__: Any) -> None:
        self.counts["directives"] += 1

    def enter_fragment_spread(self, _: FragmentSpreadNode, *__: Any) -> None:
        self.counts["fragments"] += 1

    def enter_inline_fragment(self, _: InlineFragmentNode, *__: Any) -> None:
        self.counts["fragments"] += 1

    def enter_list_value(self, _: ListValueNode, *__: Any) -> None:
        self.values += 1
        self.deepest_value = max(self.deepest_value, self.values)

    def leave_list_value(self, _: ListValueNode, *__: Any) -> None:
        self.values -= 1

    def enter_object_value(self, _: ObjectValueNode, *__: Any) -> None:
        self.values += 1
        self.deepest_value = max(self.deepest_value, self.values)

    def leave_object_value(self, _: ObjectValueNode, *__: Any) -> None:
        self.values -= 1


def check_counts(document: DocumentNode, limits: Limits) -> int:
    """How many fragments and aliases there are."""
    counting = Counting()
    visit(document, counting)
    for name, count in counting.counts.items():
        if count > (allowed := getattr(limits, name)):
            also = " and repeated fields" if name == "aliases" else ""
            raise QueryTooCostly(
                f"The document has {count} {name}{also}; at most {allowed} (MAX_DOCUMENT_{name.upper()})."
            )
    if counting.deepest_value > limits.depth:
        raise QueryTooCostly(
            f"The document has values nested {counting.deepest_value} deep; "
            f"at most {limits.depth} (MAX_DOCUMENT_DEPTH)."
        )
    return counting.counts["fragments"] + counting.counts["aliases"]


def check_shape(document: DocumentNode, limits: Limits) -> None:
    fragments = fragments_of(document)
    depths: dict[str, int] = {}
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            depth = depth_of(definition.selection_set, fragments, depths)
            if depth > limits.depth:
                raise QueryTooCostly(f"The document is {depth} deep; at most {limits.depth} (MAX_DOCUMENT_DEPTH).")
            count = len(root_names(definition.selection_set, fragments, set()))
            if count > limits.root_fields:
                raise QueryTooCostly(
                    f"The operation asks for {count} fields at once; at most {limits.root_fields} (MAX_ROOT_FIELDS)."
                )


def fragments_of(document: DocumentNode) -> Fragments:
    return {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}


def depth_of(selection_set: SelectionSetNode, fragments: Fragments, depths: dict[str, int]) -> int:
    """Fragments count where they are spread. One that leads back to itself, which validation refuses, ends there."""
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
    """The names that the operation's own fields have in the response."""
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
