"""The operations of the page and of the documentation are compiled."""

import pytest
from graphql import VariableValues

from schema.execution.compiler.not_compiled import FallbackReason
from schema.execution.document import Document
from schema.schema import schema
from tests.schema.execution.own_operations import OwnOperation, of_the_documentation, of_the_page

EXAMPLE = """docs/api.md: subscription {
  taskEvents {
    kind
    taskId
    task { status prompt }
  }
}"""


def left_to_graphql_core(operations: list[OwnOperation]) -> dict[str, FallbackReason]:
    """Return the operations that are not compiled, by place, with the reason."""
    left = {}
    for one in operations:
        document = Document(schema.core, one.text)
        assert document.error is None
        for operation in document.operations.values():
            compiled = document.compile(operation, VariableValues({}, {}))
            if isinstance(compiled, FallbackReason):
                left[one.place] = compiled
    return left


@pytest.mark.slow
def test_the_page() -> None:
    operations = list(of_the_page())
    assert len(operations) > 15
    assert left_to_graphql_core(operations) == {
        "web/src/list/TaskEvents.graphql: TaskEvents": FallbackReason.SUBSCRIPTION,
        "web/src/download/MarkedPictures.graphql: MarkedPictures": FallbackReason.RESOLVER,  # copies are made
    }


def test_the_documentation() -> None:
    operations = list(of_the_documentation())
    assert len(operations) > 20
    assert left_to_graphql_core(operations) == {EXAMPLE: FallbackReason.SUBSCRIPTION}
