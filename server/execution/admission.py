"""Checks an operation and its cost before any of it is executed, the cheapest check first."""

from math import ceil
from typing import NamedTuple

import orjson
from graphql import GraphQLError, OperationType

from resolvers.access import Caller, Role
from resolvers.exceptions import VALIDATION_FAILED, QueryTooCostly, Refusal
from resolvers.limits.fair_share import FairShare
from schema.execution.cost.argument_values import number_of_values
from schema.execution.cost.operation_cost import Cost
from schema.execution.cost.prices import FREE_VALUES, VALUE
from schema.execution.document import Document, Documents
from schema.execution.document_limits import MAX_TOKENS, check_document
from schema.execution.operation import Operation
from server.limits.cpu_slot import cpu_slot
from server.limits.rate_limits import RateLimits
from server.requests.persisted_documents import AnyDocuments, TrustedDocuments
from server.requests.refusals import BadRequest, DocumentRefused, HttpRefusal, Overloaded
from server.requests.request import GraphQLRequest
from server.settings.settings import Settings
from server.stores.shared_store import SharedStore

REFUSED_COST = 500
"""The cost of a document that is refused: to find that out takes longer than to execute most others."""
MAX_RETAINED_VARIABLES = 64 * 1024
"""Bytes of the variables of a subscription."""
MAX_VALUES = 10_000
"""Values in the variables. Each has to be looked at; no list in an input may have more than 100 entries."""


class Admitted(NamedTuple):
    """An operation that may be executed. It holds its document, which would otherwise be parsed again."""

    document: Document
    operation: Operation
    variables: dict[str, object]
    cost: dict[str, int | None]
    """The value of `extensions.cost` in the answer."""
    event_cost: int
    """The cost of each event of a subscription."""
    answer_cost: float
    """The part of the cost that comes from fields whose values are in the answer."""
    is_trusted: bool
    """Whether the document is one of TRUSTED_DOCUMENTS or of this server's."""


class Admission:
    """Finds the document of a request, checks it against the limits, and charges the caller its cost."""

    def __init__(
        self, settings: Settings, documents: Documents, cpu_slots: FairShare, shared: SharedStore | None
    ) -> None:
        self.max_cost = settings.max_cost
        self.documents, self.cpu_slots = documents, cpu_slots
        self.rate_limits = RateLimits(settings, shared)
        self.shows_schema_to_all = settings.introspection == "everyone"
        self.shows_schema_to = {Role.ADMIN} if settings.introspection == "administrators" else set()
        trusted = settings.trusted
        self.persisted = AnyDocuments(shared) if trusted is None else TrustedDocuments(trusted)
        self.only_trusted = trusted is not None

    async def admit(self, caller: Caller, request: GraphQLRequest, allowed: frozenset[OperationType]) -> Admitted:
        """
        Return the operation that is asked for, and charge the caller its cost. HttpRefusal when it is not valid, is
        of a type that is not `allowed`, exceeds a limit, or costs more than the caller has left.
        """
        text = request.query or ""
        if request.document_id is not None or (self.only_trusted and not request.is_own):
            text = await self.persisted.text(request, caller)
        try:
            if document := self.documents.validated(text):
                operation, cost = self.checked(caller, document, request, allowed)
            else:
                async with cpu_slot(self.cpu_slots, caller.id):
                    document = self.documents.get(text, MAX_TOKENS, caller.id)
                    check_document(document)
                    operation, cost = self.checked(caller, document, request, allowed)
                    document.error_for(hide_suggestions=not self.shows_schema(caller))  # in the caller's turn
        except Overloaded:
            raise
        except (GraphQLError, Refusal) as error:
            await self.rate_limits.count_cost(caller, REFUSED_COST)
            raise error if isinstance(error, HttpRefusal) else DocumentRefused(error) from None
        requested = ceil(cost.total + document.cost)
        remaining = await self.rate_limits.count_cost(caller, requested)
        return Admitted(
            document,
            operation,
            request.variables,
            {"requested": requested, "maximum": self.max_cost, "remaining": remaining},
            ceil(cost.total),
            cost.answer,
            self.only_trusted or request.is_own,
        )

    def checked(
        self, caller: Caller, document: Document, request: GraphQLRequest, allowed: frozenset[OperationType]
    ) -> tuple[Operation, Cost]:
        """Return the operation that is asked for, and its cost; GraphQLError or Refusal when it may not be executed."""
        operation, variables = document.requestable.get(request.operation_name), request.variables
        if operation is None:
            raise no_operation(document, request.operation_name)
        if operation.type not in allowed:
            raise BadRequest(f"A {operation.type.value} must come by POST.", 405, {"Allow": "POST"})
        if operation.type is OperationType.SUBSCRIPTION:
            check_retained_variables(variables)
        if document.survey.introspects and not self.shows_schema(caller):
            raise GraphQLError(
                "Introspection is not for everyone here (INTROSPECTION); the schema is in the documentation.",
                extensions={"code": VALIDATION_FAILED},
            )
        values = number_of_values(variables, MAX_VALUES)
        if values > MAX_VALUES:
            raise QueryTooCostly(f"The variables hold more than {MAX_VALUES:,} values.", limit="VALUES")
        cost = operation.cost.of(variables)
        if values > FREE_VALUES:
            cost = cost._replace(total=cost.total + VALUE * (values - FREE_VALUES))
        if cost.total + document.cost > self.max_cost:
            raise QueryTooCostly(
                f"The operation costs {ceil(cost.total + document.cost):,}; at most {self.max_cost:,} (MAX_COST). Ask "
                "for smaller pages, or for less in them.",
                limit="MAX_COST",
            )
        return operation, cost

    def shows_schema(self, caller: Caller) -> bool:
        """Whether INTROSPECTION lets the caller see the schema: by introspection, in suggestions, or as text."""
        return self.shows_schema_to_all or caller.role in self.shows_schema_to


def check_retained_variables(variables: dict[str, object]) -> None:
    """Raise BadRequest for large variables of a subscription: they stay in memory as long as it lasts, maybe days."""
    try:
        size = len(orjson.dumps(variables, default=str))
    except TypeError:  # it is nested too deeply
        size = None
    if size is None or size > MAX_RETAINED_VARIABLES:
        message = f"The variables of a subscription may have {MAX_RETAINED_VARIABLES:,} bytes."
        raise BadRequest(message, 413, limit="VARIABLES_KEPT")


def no_operation(document: Document, name: str | None) -> BadRequest:
    """Return the refusal of a request that names no operation of the document, or none where there are several."""
    if name is not None:
        return BadRequest(f"The document has no operation called {name[:100]!r} (`operationName`).")
    return BadRequest(f"The document has {len(document.operations)} operations; `operationName` must name one.")
