import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cached_property
from sys import getsizeof

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    Lexer,
    OperationDefinitionNode,
    Source,
    Token,
    TokenKind,
    VariableValues,
    get_variable_values,
    parse,
    validate,
)

from resolvers.exceptions import QueryTooCostly
from schema.execution.compiler.compiled_operation import CompiledOperation
from schema.execution.compiler.field_call import NO_VARIABLES, OperationScope
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.cost.prices import CHARACTER, TOKEN
from schema.execution.document_survey import DocumentSurvey
from schema.execution.operation import Operation

logger = logging.getLogger(__name__)

COMPILED_AT_ONCE = 8
"""The most compiled operations of one document: one for each combination of `@skip` and `@include` that is sent."""
TOKEN_LENGTH = 100
"""Characters that a document may have for each allowed token, literals and comments included."""
READ_WEIGHT, OPERATION_WEIGHT, TOKEN_WEIGHT, ERROR_WEIGHT = 3_000, 3_000, 650, 1_000
"""Bytes of memory of a parsed document, and of each operation, token and error of it. Measured, rounded up."""
Key = tuple[object, ...]


class Document:
    """
    A GraphQL document. It is parsed on creation, validated when it is first executed, and each operation is compiled
    when it is executed a second time. `check_document` rejects a document that exceeds a limit.
    """

    def __init__(
        self, schema: GraphQLSchema, text: str, max_tokens: int | None = None, grown: Callable[[], None] = lambda: None
    ) -> None:
        """
        Parse the text. Raises GraphQLSyntaxError, or QueryTooCostly if it has more than `max_tokens` tokens, comments
        included, or TOKEN_LENGTH characters for each. `grown` is called whenever the document takes more memory.
        """
        self.schema, self.text, self.grown = schema, text, grown
        self.tree = parsed(text, max_tokens)
        self.tokens = self.tree.token_count
        self.survey = DocumentSurvey(self.tree)
        self.fragments = {
            one.name.value: one for one in self.tree.definitions if isinstance(one, FragmentDefinitionNode)
        }
        made = [
            Operation(schema, one, self.fragments, self.survey.cost_variables)
            for one in self.tree.definitions
            if isinstance(one, OperationDefinitionNode)
        ]
        self.operations = {operation.name: operation for operation in made}
        self.requestable: dict[str | None, Operation] = {
            name: one for name, one in self.operations.items() if name is not None
        }
        if len(made) == 1:
            self.requestable[None] = made[0]
        """The operations by the name in a request, which may omit the name of the only one."""
        self.compiled: dict[Key, CompiledOperation | FallbackReason] = {}
        self.weight = READ_WEIGHT + OPERATION_WEIGHT * len(made) + TOKEN_WEIGHT * self.tokens + 2 * getsizeof(text)
        """The most bytes of memory that it takes. The text counts twice, since literals copy parts of it."""
        self.errors: dict[bool, GraphQLError | None] = {}
        """The first error that validation finds, or None, by whether its suggestions are hidden."""

    @cached_property
    def cost(self) -> float:
        """The cost of parsing and validating it. All pairs of fragments and aliases are compared: half their square."""
        compared: int = self.survey.fragments + self.survey.aliases
        return TOKEN * self.tokens + CHARACTER * len(self.text) + compared**2 // 2

    @property
    def error(self) -> GraphQLError | None:
        """The first error that validation finds; None if the document is valid."""
        return next(iter(self.errors.values())) if self.errors else self.error_for(hide_suggestions=True)

    def error_for(self, *, hide_suggestions: bool) -> GraphQLError | None:
        """Return the first error. Its message suggests names of the schema, unless they are hidden."""
        if hide_suggestions not in self.errors:
            is_valid = self.errors.get(not hide_suggestions, self) is None
            found = [] if is_valid else validate(self.schema, self.tree, None, 1, hide_suggestions)
            error = self.errors[hide_suggestions] = found[0] if found else None
            for raised in (error, error and error.original_error):
                if raised:
                    raised.__traceback__ = None  # its frames refer to everything that validation used
                    self.add_weight(ERROR_WEIGHT + getsizeof(str(raised)))
        return self.errors[hide_suggestions]

    def add_weight(self, weight: int) -> None:
        self.weight += weight
        self.grown()

    def compiled_operation(
        self, operation: Operation, values: dict[str, object]
    ) -> tuple[CompiledOperation, VariableValues]:
        """
        Return the operation, compiled for the values of its `@skip` and `@include`, and its coerced variables. Raises
        NotCompiled if graphql-core must execute the operation, as it does the first time.
        """
        if self.error:
            raise NotCompiled(FallbackReason.REFUSED)
        variables = NO_VARIABLES
        if declared := operation.node.variable_definitions:
            coerced = get_variable_values(self.schema, declared, values, 1, hide_suggestions=True)
            if isinstance(coerced, list):
                raise NotCompiled(FallbackReason.REFUSED)
            variables = coerced
        key: Key = (operation.name,)
        if self.survey.condition_variables:
            conditions = map(variables.coerced.get, self.survey.condition_variables)
            # These are conditions of the whole document. In this operation, another variable may have the name.
            key += tuple(value if isinstance(value, bool) else None for value in conditions)
        found = self.compiled.get(key)
        if found is None:
            if len(self.compiled) == COMPILED_AT_ONCE:
                raise NotCompiled(FallbackReason.CONDITIONS)
            self.compiled[key] = found = FallbackReason.FIRST_TIME
        elif found is FallbackReason.FIRST_TIME:
            self.compiled[key] = found = self.compile(operation, variables)
        if isinstance(found, FallbackReason):
            raise NotCompiled(found)
        return found, variables

    def compile(self, operation: Operation, variables: VariableValues) -> CompiledOperation | FallbackReason:
        """Compile the operation, or return the reason why it cannot be compiled."""
        try:
            compiled = CompiledOperation(OperationScope(self.schema, operation.node, self.fragments), variables)
        except NotCompiled as error:
            return error.reason
        except GraphQLError:  # a condition is null, which passes validation; graphql-core returns the same error
            return FallbackReason.REFUSED
        except Exception:
            name = (operation.name or "without a name")[:100]
            logger.exception("The operation %s cannot be compiled; graphql-core executes it.", name)
            return FallbackReason.DEFECT
        self.add_weight(compiled.weight)
        return compiled


def parsed(text: str, max_tokens: int | None) -> DocumentNode:
    """Parse the text. Raises GraphQLSyntaxError, or QueryTooCostly if it is too long or has too many tokens."""
    if max_tokens is not None and len(text) > max_tokens * TOKEN_LENGTH:
        raise QueryTooCostly(
            f"The document has {len(text):,} characters; at most {max_tokens * TOKEN_LENGTH:,}, {TOKEN_LENGTH} for "
            "each token (MAX_DOCUMENT_TOKENS). Put long values, such as data URLs, into variables.",
            limit="MAX_DOCUMENT_TOKENS",
        )
    try:
        tree = parse(text, max_tokens=max_tokens)
    except GraphQLSyntaxError as error:
        if max_tokens is not None and tokens_until(text, error) > max_tokens:
            raise too_many_tokens(max_tokens) from None
        raise
    token = tree.loc and tree.loc.start_token
    while token:  # tokens form cycles, which only the garbage collector would free
        token.prev, token.next, token = None, None, token.next
    return tree


def tokens_until(text: str, error: GraphQLSyntaxError) -> int:
    """Return how many tokens, comments included, precede the error."""
    lexer, [position] = Lexer(Source(text)), error.positions or [0]
    token: Token | None = lexer.token
    with suppress(GraphQLSyntaxError):
        while lexer.token.kind is not TokenKind.EOF and lexer.token.start < position:
            lexer.advance()
    number = -1  # the first token is the beginning of the text
    while token and token.start <= position and token.kind is not TokenKind.EOF:
        number, token = number + 1, token.next
    return number


def too_many_tokens(most: int) -> QueryTooCostly:
    limit = "MAX_DOCUMENT_TOKENS"
    return QueryTooCostly(f"The document has more than {most} tokens ({limit}).", limit=limit)


MOST = 500
"""The most documents in the cache: enough for some dozen clients that send a few repeatedly."""
MOST_BYTES = 32 * 1024**2
"""The most bytes of memory of cached documents. The compiled ones of the page take 1.3 MB."""


class Documents:
    """
    A cache of the documents of one schema by their text, the last used last. A document counts for the owner who first
    sent it. If there are too many, the owner whose documents take most memory loses the oldest.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.cached: OrderedDict[str, Document] = OrderedDict()
        self.owners: dict[str, Hashable] = {}

    def get(self, text: str, max_tokens: int | None = None, owner: Hashable = None) -> Document:
        """
        Return the document of the text. Raises GraphQLSyntaxError, or QueryTooCostly if a new text has more than
        `max_tokens` tokens.
        """
        document = self.cached.get(text)
        if document:
            self.cached.move_to_end(text)
            return document
        document = Document(self.schema, text, max_tokens, self.drop)
        self.cached[text], self.owners[text] = document, owner
        self.drop()
        return document

    def validated(self, text: str) -> Document | None:
        """Return the text's document if it is cached and validated, and so cheap to admit; else None."""
        document = self.cached.get(text)
        if document is None or not document.errors:
            return None
        self.cached.move_to_end(text)
        return document

    def drop(self) -> None:
        """Drop the oldest documents of the owner who uses most memory, until MOST and MOST_BYTES are met."""
        weights: Counter[Hashable] = Counter()
        for text, document in self.cached.items():
            weights[self.owners[text]] += document.weight
        while len(self.cached) > MOST or weights.total() > MOST_BYTES:
            [(owner, _)] = weights.most_common(1)
            oldest = next(text for text in self.cached if self.owners[text] == owner)
            weights[owner] -= self.cached.pop(oldest).weight
            del self.owners[oldest]
