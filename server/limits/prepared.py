"""A document as requests are checked against it: read once, for all requests that send the same text."""

from functools import lru_cache, partial
from typing import NamedTuple

from graphql import FieldNode, GraphQLSchema, OperationDefinitionNode, OperationType, Visitor, visit

from schema.execution.cost import OperationCost
from schema.execution.document_limits import Limits, parse_within
from server.http.refusals import BadRequest

AT_ONCE = 500
LONGEST = 5_000
"""Characters: of the few hundred texts kept, none may be huge."""


class PreparedOperation(NamedTuple):
    type: OperationType
    cost: OperationCost


class PreparedDocument:
    def __init__(self, schema: GraphQLSchema, limits: Limits, query: str) -> None:
        """GraphQLError is raised for what is no GraphQL, or too much of it; nothing is validated yet."""
        tree, self.validation_cost = parse_within(query, limits)
        self.introspects = False
        self.operations: dict[str, PreparedOperation] = {}
        for node in tree.definitions:
            if isinstance(node, OperationDefinitionNode):
                name = node.name.value if node.name else ""
                self.operations[name] = PreparedOperation(node.operation, OperationCost(schema, tree, node))
        document = self

        class Introspection(Visitor):
            def enter_field(self, node: FieldNode, *_: object) -> None:
                document.introspects |= node.name.value in {"__schema", "__type"}

        visit(tree, Introspection())

    def operation(self, name: str | None) -> PreparedOperation:
        if name is not None:
            if name not in self.operations:
                raise BadRequest(f"The document has no operation called {name[:100]!r} (`operationName`).")
            return self.operations[name]
        if len(self.operations) != 1:
            raise BadRequest(
                f"The document has {len(self.operations)} operations; `operationName` must say which to run."
            )
        return next(iter(self.operations.values()))


class PreparedDocuments:
    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self.prepare = partial(PreparedDocument, schema, limits)
        self.kept = lru_cache(maxsize=AT_ONCE)(self.prepare)

    def get(self, query: str) -> PreparedDocument:
        return self.kept(query) if len(query) <= LONGEST else self.prepare(query)
