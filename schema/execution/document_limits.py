from dataclasses import dataclass

from graphql import GraphQLError

from resolvers.exceptions import ErrorCode, QueryTooCostly
from schema.execution.document import Document, too_many_tokens
from schema.execution.operation import Operation

DIGITS = 300
"""The most digits of a whole number. Python refuses to parse one of several thousand."""
DEPTH = "MAX_DOCUMENT_DEPTH"


@dataclass(frozen=True)
class DocumentLimits:
    """The most that one document may have, checked before it is validated."""

    tokens: int
    depth: int
    aliases: int
    directives: int
    fragments: int
    root_fields: int
    cost: int

    def check(self, document: Document) -> None:
        """Raise QueryTooCostly, which names the limit passed, or GraphQLError for a number of too many digits."""
        if document.tokens > self.tokens:
            raise too_many_tokens(self.tokens)
        found = document.survey
        self.check_count("aliases", found.aliases, self.aliases, " and repeated fields")
        self.check_count("directives", found.directives, self.directives)
        self.check_count("fragments", found.fragments, self.fragments)
        if found.deepest_value > self.depth:
            raise QueryTooCostly(
                f"The document has values nested {found.deepest_value} deep; at most {self.depth} ({DEPTH}).",
                limit=DEPTH,
            )
        if found.longest_number > DIGITS:
            raise GraphQLError(
                f"The document has a number of {found.longest_number:,} digits; at most {DIGITS}.",
                extensions={"code": ErrorCode.BAD_USER_INPUT},
            )
        try:
            for operation in document.operations.values():
                self.check_operation(operation)
        except RecursionError:
            message = f"The document is nested too deeply; at most {self.depth} ({DEPTH})."
            raise QueryTooCostly(message, limit=DEPTH) from None

    def check_operation(self, operation: Operation) -> None:
        if operation.depth > self.depth:
            message = f"The document is {operation.depth} deep; at most {self.depth} ({DEPTH})."
            raise QueryTooCostly(message, limit=DEPTH)
        if operation.root_fields > self.root_fields:
            raise QueryTooCostly(
                f"The operation asks for {operation.root_fields} fields at once; "
                f"at most {self.root_fields} (MAX_ROOT_FIELDS).",
                limit="MAX_ROOT_FIELDS",
            )

    def check_count(self, name: str, count: int, limit: int, also: str = "") -> None:
        if count > limit:
            setting = f"MAX_DOCUMENT_{name.upper()}"
            raise QueryTooCostly(f"The document has {count} {name}{also}; at most {limit} ({setting}).", limit=setting)
