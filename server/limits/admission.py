"""Checks what an operation asks for and what it costs, before anything of it is executed; the cheapest check first."""

import re
from math import ceil
from typing import NamedTuple

import orjson
from graphql import GraphQLError, GraphQLFormattedError, OperationType

from resolvers.access import Caller, Role
from resolvers.exceptions import ErrorCode, QueryTooCostly, Refusal
from schema.execution.cost.argument_values import has_more_values
from schema.execution.document import Document
from schema.execution.document_limits import MAX_TOKENS, check_document
from schema.execution.documents import Documents
from schema.execution.operation import Operation
from server.limits.rate_limits import RateLimits
from server.limits.turns import Turns
from server.requests.persisted_documents import AnyDocuments, TrustedDocuments
from server.requests.refusals import BadRequest, DocumentRefused, HttpRefusal
from server.requests.request import GraphQLRequest
from server.settings.settings import Settings
from server.stores.shared_store import SharedStore

REFUSED_COST = 500
"""The cost of a document that is refused: to find that out takes longer than to execute most others."""
MAX_KEPT_VARIABLES = 64 * 1024
"""Bytes of the variables of a subscription."""
MAX_VALUES = 1_000
"""Values in the variables. Each has to be looked at; no list in an input may have more than 100."""
SUGGESTION = re.compile(r" Did you mean [^?]*\?")
"""How graphql-core suggests names of the schema in the message of an error."""


class Admitted(NamedTuple):
    """An operation that may be executed. It keeps its document, which would otherwise have to be parsed again."""

    document: Document
    name: str | None
    type: OperationType
    variables: dict[str, object]
    cost: dict[str, int | None]
    """The value of `extensions.cost` in the answer."""
    event_cost: int
    """The cost of each event of a subscription."""
    written: float
    """The part of the cost that comes from fields whose values are in the answer."""
    is_trusted: bool
    """Whether the document is one of TRUSTED_DOCUMENTS."""


class Admission:
    """Finds the document of a request, checks it against the limits, and charges the caller what it costs."""

    def __init__(self, settings: Settings, documents: Documents, turns: Turns, shared: SharedStore | None) -> None:
        self.max_cost = settings.max_cost
        self.documents, self.turns = documents, turns
        self.rate_limits = RateLimits(settings, shared)
        self.introspection = settings.introspection
        trusted = settings.trusted
        self.persisted = AnyDocuments(shared) if trusted is None else TrustedDocuments(trusted)

    async def admit(self, caller: Caller, request: GraphQLRequest, allowed: frozenset[OperationType]) -> Admitted:
        """
        Return the operation that is asked for, and charge the caller its cost. HttpRefusal when it is not valid, is
        of a type that is not `allowed`, exceeds a limit, or costs more than the caller has left.
        """
        text = await self.persisted.text(request, caller)
        try:
            if self.documents.has_validated(text):
                document, operation, cost = self.checked(caller, text, request, allowed)
            else:
                async with self.turns.hold(caller.id):
                    document, operation, cost = self.checked(caller, text, request, allowed)
                    _ = document.error  # the document is validated now, while it is the caller's turn
        except (GraphQLError, Refusal) as error:
            await self.rate_limits.count_cost(caller, REFUSED_COST)
            raise error if isinstance(error, HttpRefusal) else DocumentRefused(error) from None
        remaining = await self.rate_limits.count_cost(caller, cost)
        cost_extension = {"requested": cost, "maximum": self.max_cost, "remaining": remaining}
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
        """
        Return the document, the operation that is asked for, and its cost; GraphQLError or Refusal when the document
        cannot be parsed or any of them exceeds a limit.
        """
        document = self.documents.get(text, MAX_TOKENS, caller.id)
        check_document(document)
        operation = requested_operation(document, request.operation_name)
        if operation.type not in allowed:
            raise BadRequest(f"A {operation.type.value} must come by POST.", 405, {"Allow": "POST"})
        if operation.type is OperationType.SUBSCRIPTION:
            check_kept_variables(request.variables)
        return document, operation, self.checked_cost(caller, document, operation, request.variables)

    def checked_cost(
        self, caller: Caller, document: Document, operation: Operation, variables: dict[str, object]
    ) -> int:
        """Return the cost of the operation; GraphQLError or QueryTooCostly when it may not be executed."""
        if document.survey.introspects and not self.shows_schema(caller):
            raise GraphQLError(
                "Introspection is not for everyone here (INTROSPECTION); the schema is in the documentation.",
                extensions={"code": ErrorCode.GRAPHQL_VALIDATION_FAILED},
            )
        if has_more_values(variables, MAX_VALUES):
            raise QueryTooCostly(f"The variables hold more than {MAX_VALUES:,} values.", limit="VALUES")
        cost = ceil(operation.cost.of(variables) + document.cost)
        if cost > self.max_cost:
            raise QueryTooCostly(
                f"The operation costs {cost:,}; at most {self.max_cost:,} (MAX_COST). Ask for smaller pages, or "
                "for less in them.",
                limit="MAX_COST",
            )
        return cost

    def shows_schema(self, caller: Caller) -> bool:
        """Whether INTROSPECTION lets the caller see the schema, by introspection or in suggestions."""
        return self.introspection == "everyone" or (
            self.introspection == "administrators" and caller.role is Role.ADMIN
        )

    def shown(self, error: GraphQLFormattedError, caller: Caller) -> GraphQLFormattedError:
        """Return the error as the caller may see it: without the names that it suggests, if the schema is hidden."""
        if self.shows_schema(caller):
            return error
        return {**error, "message": SUGGESTION.sub("", error["message"])}


def check_kept_variables(variables: dict[str, object]) -> None:
    """Raise BadRequest for large variables of a subscription: they are kept for as long as it lasts, maybe days."""
    try:
        size = len(orjson.dumps(variables, default=str))
    except TypeError:  # it is nested too deeply
        size = None
    if size is None or size > MAX_KEPT_VARIABLES:
        message = f"The variables of a subscription may have {MAX_KEPT_VARIABLES:,} bytes."
        raise BadRequest(message, 413, limit="VARIABLES_KEPT")


def requested_operation(document: Document, name: str | None) -> Operation:
    """Return the operation of that name, or the only one; BadRequest when there is none, or several and no name."""
    operation = document.operation(name)
    if operation is None and name is not None:
        raise BadRequest(f"The document has no operation called {name[:100]!r} (`operationName`).")
    if operation is None:
        raise BadRequest(
            f"The document has {len(document.operations)} operations; `operationName` must say which to run."
        )
    return operation
