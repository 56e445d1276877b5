"""Finds the operations in the page's sources and in the documentation."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from tests.docs.examples import STORY, read_examples

TOP = Path(__file__).parents[3]


class OwnOperation(NamedTuple):
    place: str
    text: str


class Spreads(Visitor):
    def __init__(self, node: Node) -> None:
        super().__init__()
        self.names: set[str] = set()
        visit(node, self)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.names.add(node.name.value)


def of_the_page() -> Iterator[OwnOperation]:
    """Yield each operation of the page with the fragments that it uses, as Apollo Client sends it."""
    definitions = {
        definition: path
        for path in sorted((TOP / "web" / "src").rglob("*.graphql"))
        for definition in parse(path.read_text(encoding="utf-8")).definitions
    }
    fragments = {one.name.value: one for one in definitions if isinstance(one, FragmentDefinitionNode)}
    for operation, path in definitions.items():
        if isinstance(operation, OperationDefinitionNode):
            used = used_fragments(operation, fragments)
            text = print_ast(DocumentNode(definitions=(operation, *(fragments[name] for name in sorted(used)))))
            assert operation.name
            # Apollo Client removes `@unmask` before it sends the document.
            yield OwnOperation(f"{path.relative_to(TOP)}: {operation.name.value}", text.replace(" @unmask", ""))


def used_fragments(node: Node, fragments: dict[str, FragmentDefinitionNode]) -> set[str]:
    used: set[str] = set()
    new = Spreads(node).names
    while new:
        used |= new
        new = set().union(*(Spreads(fragments[name]).names for name in new)) - used
    return used


def of_the_documentation() -> Iterator[OwnOperation]:
    for page in STORY:
        for example in read_examples(page):
            if example.language == "graphql":
                yield OwnOperation(f"{page.relative_to(TOP)}: {example.request.strip()}", example.request)
