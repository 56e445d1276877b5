from collections.abc import Iterator

from strawberry.extensions import SchemaExtension

DOCUMENT = "document"
"""The name under which an execution is handed its `Document`, in Strawberry's `operation_extensions`."""


class KnownDocument(SchemaExtension):
    """Gives Strawberry the document that was parsed and validated before, so that neither is done again."""

    def on_parse(self) -> Iterator[None]:
        if document := (self.execution_context.operation_extensions or {}).get(DOCUMENT):
            self.execution_context.graphql_document = document.tree
            self.execution_context.pre_execution_errors = [document.error] if document.error else []
        yield
