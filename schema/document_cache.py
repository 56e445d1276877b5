from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

from graphql import ASTValidationRule, DocumentNode, GraphQLError, parse
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import Schema, validate_document

AT_ONCE = 500
LONGEST = 5_000
"""Characters: of the few hundred texts kept, none may be huge."""


class DocumentCache(SchemaExtension):
    """
    A text that is sent again and again is parsed and validated once. Strawberry's own two caches hash the whole
    document with each request, and keep an error of syntax from the other extensions.
    """

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        if context.query and len(context.query) <= LONGEST:
            with suppress(Exception):  # Strawberry meets it again when it parses for itself
                context.graphql_document = parsed(context.query, tuple(context.parse_options.items()))
        yield

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        document = context.graphql_document
        if document and context.query and len(context.query) <= LONGEST:
            context.pre_execution_errors = validated(context.schema, Same(document), context.validation_rules)
        yield


class Same:
    """Equal when it is the same document, whose every node would be hashed and compared otherwise."""

    def __init__(self, document: DocumentNode) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.document is self.document

    def __hash__(self) -> int:
        return id(self.document)


@lru_cache(maxsize=AT_ONCE)
def parsed(query: str, options: tuple[tuple[str, Any], ...]) -> DocumentNode:
    return parse(query, **dict(options))


@lru_cache(maxsize=AT_ONCE)
def validated(schema: Schema, same: Same, rules: tuple[type[ASTValidationRule], ...]) -> list[GraphQLError]:
    return validate_document(schema._schema, same.document, rules)
