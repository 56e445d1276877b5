from collections.abc import Iterator
from contextlib import suppress

from graphql import GraphQLSyntaxError
from strawberry.extensions import SchemaExtension

from schema.execution.documents import Documents


class KnownDocument(SchemaExtension):
    """Gives Strawberry the document that `Documents` has parsed and validated, so that neither is done again."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents

    def on_parse(self) -> Iterator[None]:
        with suppress(GraphQLSyntaxError):  # Strawberry then parses the text itself, and answers with the error
            self.document = self.documents.get(self.execution_context.query or "")
            self.execution_context.graphql_document = self.document.tree
        yield

    def on_validate(self) -> Iterator[None]:
        error = self.document.error
        self.execution_context.pre_execution_errors = [error] if error else []
        yield
