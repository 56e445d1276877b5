"""What a request must pass before anything of it is executed, the cheapest first."""

import re
from typing import Any, NamedTuple

from graphql import GraphQLError, GraphQLSchema, OperationType

from resolvers.access import Caller, Role
from resolvers.exceptions import ErrorCode, QueryTooCostly
from schema.execution.document_limits import Limits
from server.http.persisted_documents import AnyDocuments, TrustedDocuments
from server.http.refusals import BadRequest, DocumentRefused
from server.http.request import GraphQLRequest
from server.limits.prepared import PreparedDocument, PreparedDocuments, PreparedOperation
from server.limits.rate_limits import RateLimits
from server.settings.settings import Settings

REFUSED_COST = 500
"""Of a document that is refused: finding out costs more than running most others."""
SUGGESTION = re.compile(r" Did you mean [^?]*\?")


class Admitted(NamedTuple):
    query: str
    type: OperationType
    cost: dict[str, int | None]
    """As `extensions.cost` tells it."""


class Admission:
    def __init__(self, settings: Settings, schema: GraphQLSchema) -> None:
        self.limits = document_limits(settings)
        self.prepared = PreparedDocuments(schema, self.limits)
        self.rate_limits = RateLimits(settings)
        self.introspection = settings.introspection
        trusted = settings.trusted
        self.documents = AnyDocuments() if trusted is None else TrustedDocuments(trusted)

    async def admit(self, caller: Caller, request: GraphQLRequest, allowed: frozenset[OperationType]) -> Admitted:
        query = self.documents.text(request)
        try:
            document = self.prepared.get(query)
            operation = document.operation(request.operation_name)
            if operation.type not in allowed:
                raise BadRequest(f"A {operation.type.value} must come by POST.", 405, {"Allow": "POST"})
            cost = self.checked_cost(caller, document, operation, request.variables)
        except (GraphQLError, QueryTooCostly) as error:
            await self.rate_limits.count_cost(caller, REFUSED_COST)
            raise DocumentRefused(error) from None
        remaining = await self.rate_limits.count_cost(caller, cost)
        return Admitted(query, operation.type, {"requested": cost, "maximum": self.limits.cost, "remaining": remaining})

    def checked_cost(
        self, caller: Caller, document: PreparedDocument, operation: PreparedOperation, variables: dict[str, Any]
    ) -> int:
        if document.introspects and not self.shows_schema(caller):
            raise GraphQLError(
                "Introspection is not for everyone here (INTROSPECTION); the schema is in the documentation.",
                extensions={"code": ErrorCode.GRAPHQL_VALIDATION_FAILED},
            )
        cost = operation.cost.of(variables) + document.validation_cost
        if cost > self.limits.cost:
            raise QueryTooCostly(
                f"The operation costs {cost:,}; at most {self.limits.cost:,} (MAX_COST). Ask for smaller pages, or "
                "for less in them."
            )
        return cost

    def shows_schema(self, caller: Caller) -> bool:
        """Whether they may read the schema here, by introspection or from suggestions."""
        return self.introspection == "everyone" or (
            self.introspection == "administrators" and caller.role is Role.ADMIN
        )

    def shown(self, error: dict[str, Any], caller: Caller) -> dict[str, Any]:
        """The error as this caller may read it: without names of the schema that it suggests, where that is hidden."""
        if self.shows_schema(caller):
            return error
        return {**error, "message": SUGGESTION.sub("", error["message"])}


def document_limits(settings: Settings) -> Limits:
    return Limits(
        tokens=settings.max_document_tokens,
        depth=settings.max_document_depth,
        aliases=settings.max_document_aliases,
        directives=settings.max_document_directives,
        fragments=settings.max_document_fragments,
        root_fields=settings.max_root_fields,
        cost=settings.max_cost,
    )
