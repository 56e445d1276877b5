"""Limits on one document, checked before it is validated. The cost of its operations is limited separately."""

from graphql import GraphQLError

from resolvers.exceptions import BAD_USER_INPUT, QueryTooCostly
from schema.execution.document import Document, too_many_tokens
from schema.execution.operation import Operation

MAX_TOKENS, MAX_DEPTH, MAX_ALIASES, MAX_DIRECTIVES, MAX_FRAGMENTS = 1_000, 15, 30, 50, 30
MAX_ROOT_FIELDS = 20
"""Fields at the top of one operation."""
MAX_DIGITS = 300
"""Digits of a whole number. Python refuses to parse one of several thousand."""
DEPTH = "MAX_DOCUMENT_DEPTH"


def check_document(document: Document) -> None:
    """Raise QueryTooCostly, which names the exceeded limit, or GraphQLError for a number with too many digits."""
    if document.tokens > MAX_TOKENS:
        raise too_many_tokens(MAX_TOKENS)
    found = document.survey
    check_count("aliases", found.aliases, MAX_ALIASES, " and repeated fields")
    check_count("directives", found.directives, MAX_DIRECTIVES)
    check_count("fragments", found.fragments, MAX_FRAGMENTS)
    if found.deepest_value > MAX_DEPTH:
        message = f"The document has values nested {found.deepest_value} deep; at most {MAX_DEPTH} ({DEPTH})."
        raise QueryTooCostly(message, limit=DEPTH)
    if found.longest_number > MAX_DIGITS:
        raise GraphQLError(
            f"The document has a number of {found.longest_number:,} digits; at most {MAX_DIGITS}.",
            extensions={"code": BAD_USER_INPUT},
        )
    try:
        for operation in document.operations.values():
            check_operation(operation)
    except RecursionError:
        message = f"The document is nested too deeply; at most {MAX_DEPTH} ({DEPTH})."
        raise QueryTooCostly(message, limit=DEPTH) from None


def check_operation(operation: Operation) -> None:
    if operation.depth > MAX_DEPTH:
        message = f"The document is {operation.depth} deep; at most {MAX_DEPTH} ({DEPTH})."
        raise QueryTooCostly(message, limit=DEPTH)
    if operation.root_fields > MAX_ROOT_FIELDS:
        raise QueryTooCostly(
            f"The operation asks for {operation.root_fields} fields at once; "
            f"at most {MAX_ROOT_FIELDS} (MAX_ROOT_FIELDS).",
            limit="MAX_ROOT_FIELDS",
        )


def check_count(name: str, count: int, at_most: int, also: str = "") -> None:
    if count > at_most:
        limit = f"MAX_DOCUMENT_{name.upper()}"
        raise QueryTooCostly(f"The document has {count} {name}{also}; at most {at_most} ({limit}).", limit=limit)
