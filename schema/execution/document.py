from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any

from graphql import (
    DirectiveNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    visit,
)
from graphql.execution.values import VariableValues, get_variable_values
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from schema.execution.compiled_operation import Operation
from schema.execution.field_call import NotPlain, Scope

AT_ONCE = 500
LONGEST = 5_000
"""Characters: of the few hundred texts kept, none may be huge."""
COMPILED_AT_ONCE = 8
"""Of one document: an operation is compiled for each combination of its `@skip` and `@include` that comes."""


class Document:
    """A text that is sent again and again: parsed and validated once, its operations compiled as they are asked for."""

    def __init__(self, schema: GraphQLSchema, query: str) -> None:
        """GraphQLSyntaxError is raised; what validation finds is kept. NotPlain is raised for what is too long."""
        if len(query) > LONGEST:
            raise NotPlain
        self.schema = schema
        self.tree = parse(query)
        self.errors = validate_document(schema, self.tree, specified_rules)
        self.compiled: dict[tuple[Any, ...], Operation | None] = {}

    @cached_property
    def operations(self) -> dict[str | None, OperationDefinitionNode]:
        """By name; the only one under None, too."""
        nodes = [node for node in self.tree.definitions if isinstance(node, OperationDefinitionNode)]
        named: dict[str | None, OperationDefinitionNode] = {node.name.value: node for node in nodes if node.name}
        return {**named, None: nodes[0]} if len(nodes) == 1 else named

    @cached_property
    def conditions(self) -> list[str]:
        """The variables of its `@skip` and `@include`."""
        names: list[str] = []

        class Conditions(Visitor):
            def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
                names.extend(
                    one.value.name.value for one in node.arguments or () if isinstance(one.value, VariableNode)
                )

        visit(self.tree, Conditions())
        return names

    def operation(self, name: str | None, values: dict[str, Any] | None) -> tuple[Operation, VariableValues]:
        """With the variables, coerced. NotPlain is raised for what graphql-core has to execute, or to refuse."""
        node = self.operations.get(name)
        if node is None or self.errors:
            raise NotPlain
        variables = get_variable_values(self.schema, node.variable_definitions or (), values or {})
        if isinstance(variables, list):
            raise NotPlain
        key = (name, *map(variables.coerced.get, self.conditions))
        if key not in self.compiled and len(self.compiled) < COMPILED_AT_ONCE:
            self.compiled[key] = self.compile(node, variables)
        operation = self.compiled.get(key)
        if operation is None:
            raise NotPlain
        return operation, variables

    def compile(self, node: OperationDefinitionNode, variables: VariableValues) -> Operation | None:
        fragments = {one.name.value: one for one in self.tree.definitions if isinstance(one, FragmentDefinitionNode)}
        try:
            return Operation(Scope(self.schema, node, fragments), variables)
        except Exception:
            return None


class KnownDocument(SchemaExtension):
    """What graphql-core executes need not be parsed and validated again either."""

    def on_parse(self) -> Iterator[None]:
        with suppress(Exception):  # Strawberry meets it again when it parses for itself
            self.execution_context.graphql_document = self.document.tree
        yield

    def on_validate(self) -> Iterator[None]:
        with suppress(NotPlain):
            self.execution_context.pre_execution_errors = self.document.errors
        yield

    @property
    def document(self) -> Document:
        schema: Any = self.execution_context.schema
        document: Document = schema.document(self.execution_context.query)
        return document
