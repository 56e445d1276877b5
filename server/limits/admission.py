"""What a request must pass before anything of it is executed, the cheapest first."""

import re
from math import ceil
from typing import NamedTuple

import orjson
from graphql import GraphQLError, GraphQLFormattedError, OperationType

from resolvers.access import Caller, Role
from resolvers.exceptions import ErrorCode, QueryTooCostly, Refusal
from schema.execution.cost.argument_values import has_more_values
from schema.execution.document import Document
from schema.execution.document_limits import DocumentLimits
from schema.execution.documents import Documents
from schema.execution.operation import Operation
from server.http.persisted_documents import AnyDocuments, TrustedDocuments
from server.http.refusals import BadRequest, DocumentRefused, HttpRefusal
from server.http.request import GraphQLRequest
from server.limits.rate_limits import RateLimits
from server.limits.turns import Turns
from server.settings.settings import Settings
from server.shared_store import SharedStore

REFUSED_COST = 500
"""Of a document that is refused: finding out costs more than running most others."""
KEPT = 64 * 1024
MAX_VALUES = 1_000
"""Of the variables. Each has to be looked at; no list that is taken has more than 100."""
SUGGESTION = re.compile(r" Did you mean [^?]*\?")


class Admitted(NamedTuple):
    """What may be executed. Whoever holds it holds the document, which is then not read again."""

    document: Document
    name: str | None
    type: OperationType
    variables: dict[str, object]
    cost: dict[str, int | None]
    """As `extensions.cost` tells it."""
    event_cost: int
    """Of each event of a subscription."""
    written: float
    """What of the cost can be bytes of the answer."""
    is_trusted: bool
    """Whether the document is one of TRUSTED_DOCUMENTS."""


class Admission:
    def __init__(self, settings: Settings, documents: Documents, turns: Turns, shared: SharedStore | None) -> None:
        self.limits = document_limits(settings)
        self.documents, self.turns = documents, turns
        self.rate_limits = RateLimits(settings, shared)
        self.introspection = settings.introspection
        trusted = settings.trusted
        self.persisted = AnyDocuments(shared) if trusted is None else TrustedDocuments(trusted)

    async def admit(self, caller: Caller, request: GraphQLRequest, allowed: frozenset[OperationType]) -> Admitted:
        text = await self.persisted.text(request, caller)
        try:
            if self.documents.has_validated(text):
                document, operation, cost = self.checked(caller, text, request, allowed)
            else:
                async with self.turns.hold(caller.id):
                    document, operation, cost = self.checked(caller, text, request, allowed)
                    _ = document.error  # found out now, while it is the caller's turn
        except (GraphQLError, Refusal) as error:
            await self.rate_limits.count_cost(caller, REFUSED_COST)
            raise error if isinstance(error, HttpRefusal) else DocumentRefused(error) from None
        remaining = await self.rate_limits.count_cost(caller, cost)
        cost_extension = {"requested": cost, "maximum": self.limits.cost, "remaining": remaining}
        return Admitted(
            document=document,
            name=operation.name,
            type=operation.type,
            variables=request.variables,
            cost=cost_extension,
            event_cost=ceil(operation.cost.of(request.variables)),
            written=operation.written.of(request.variables),
            is_trusted=isinstance(self.persisted, TrustedDocuments),
        )

    def checked(
        self, caller: Caller, text: str, request: GraphQLRequest, allowed: frozenset[OperationType]
    ) -> tuple[Document, Operation, int]:
        """The document, the operation that is asked for, and its cost; an error when any of it is not admitted."""
        document = self.documents.get(text, self.limits.tokens, caller.id)
        self.limits.check(document)
        operation = requested_operation(document, request.operation_name)
        if operation.type not in allowed:
            raise BadRequest(f"A {operation.type.value} must come by POST.", 405, {"Allow": "POST"})
        if operation.type is OperationType.SUBSCRIPTION:
            check_kept(request.variables)
        return document, operation, self.checked_cost(caller, document, operation, request.variables)

    def checked_cost(
        self, caller: Caller, document: Document, operation: Operation, variables: dict[str, object]
    ) -> int:
        if document.survey.introspects and not self.shows_schema(caller):
            raise GraphQLError(
                "Introspection is not for everyone here (INTROSPECTION); the schema is in the documentation.",
                extensions={"code": ErrorCode.GRAPHQL_VALIDATION_FAILED},
            )
        if has_more_values(variables, MAX_VALUES):
            raise QueryTooCostly(f"The variables hold more than {MAX_VALUES:,} values.", limit="VALUES")
        cost = ceil(operation.cost.of(variables) + document.cost)
        if cost > self.limits.cost:
            raise QueryTooCostly(
                f"The operation costs {cost:,}; at most {self.limits.cost:,} (MAX_COST). Ask for smaller pages, or "
                "for less in them.",
                limit="MAX_COST",
            )
        return cost

    def shows_schema(self, caller: Caller) -> bool:
        """Whether they may read the schema here, by introspection or from suggestions."""
        return self.introspection == "everyone" or (
            self.introspection == "administrators" and caller.role is Role.ADMIN
        )

    def shown(self, error: GraphQLFormattedError, caller: Caller) -> GraphQLFormattedError:
        """The error as this caller may read it: without names of the schema that it suggests, where that is hidden."""
        if self.shows_schema(caller):
            return error
        return {**error, "message": SUGGESTION.sub("", error["message"])}


def check_kept(variables: dict[str, object]) -> None:
    """Refuse variables of a subscription that are long: they are kept while it lasts, which may be for days."""
    try:
        size = len(orjson.dumps(variables, default=str))
    except TypeError:  # it is nested too deeply
        size = None
    if size is None or size > KEPT:
        raise BadRequest(f"The variables of a subscription may have {KEPT:,} bytes.", 413, limit="VARIABLES_KEPT")


def requested_operation(document: Document, name: str | None) -> Operation:
    operation = document.operation(name)
    if operation is None and name is not None:
        raise BadRequest(f"The document has no operation called {name[:100]!r} (`operationName`).")
    if operation is None:
        raise BadRequest(
            f"The document has {len(document.operations)} operations; `operationName` must say which to run."
        )
    return operation


def document_limits(settings: Settings) -> DocumentLimits:
    return DocumentLimits(
        tokens=settings.max_document_tokens,
        depth=settings.max_document_depth,
        aliases=settings.max_document_aliases,
        directives=settings.max_document_directives,
        fragments=settings.max_document_fragments,
        root_fields=settings.max_root_fields,
        cost=settings.max_cost,
    )
