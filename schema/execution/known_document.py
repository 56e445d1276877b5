from collections.abc import Iterator
from contextlib import suppress

from graphql import GraphQLSyntaxError
from strawberry.extensions import SchemaExtension

from schema.execution.documents import Documents


class KnownDocument(SchemaExtension):
    """Hands graphql-core the document as it was read and validated before."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents

    def on_parse(self) -> Iterator[None]:
        with suppress(GraphQLSyntaxError):  # Strawberry meets it again when it parses for itself, and answers
            self.document = self.documents.get(self.execution_context.query or "")
            self.execution_context.graphql_document = self.document.tree
        yield

    def on_validate(self) -> Iterator[None]:
        error = self.document.error
        self.execution_context.pre_execution_errors = [error] if error else []
        yield
