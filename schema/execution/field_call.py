"""Resolvers as a compiled operation calls them: see schema/executor.py."""

from collections.abc import Callable
from functools import partial
from inspect import isawaitable
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
)
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues, get_argument_values
from graphql.pyutils import Path
from strawberry.schema.schema_converter import GraphQLCoreConverter, get_arguments
from strawberry.types.field import StrawberryField


def column(*attributes: str) -> dict[str, Any]:
    """
    The `metadata` of a field whose resolver is a plain function of its parent, of which it reads `attributes`, of its
    arguments and `info.context`, and does no harm when called twice. In a list it is called for each row with the same
    `info`, whose path lacks the index.
    """
    return {"attributes": attributes}


NO_VARIABLES = VariableValues({}, {})
Details = list[FieldDetails]


class NotPlain(Exception):
    """graphql-core has to execute this."""


class Scope(NamedTuple):
    """What an operation is compiled in."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]


class Call(NamedTuple):
    """What the resolvers of one execution are given."""

    variables: VariableValues
    context: Any
    root_value: Any


class Resolver:
    """A field's resolver. Arguments without variables are read once, for all requests."""

    def __init__(self, scope: Scope, parent_type: GraphQLObjectType, details: Details, path: Path) -> None:
        self.scope = scope
        self.node = details[0].node
        self.field: GraphQLField = parent_type.fields[self.node.name.value]
        self.definition: StrawberryField = self.field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        resolver = self.definition.base_resolver
        if resolver is None or self.definition.extensions or self.field.resolve is None:
            raise NotPlain
        self.function: Callable[..., Any] = resolver.wrapped_func
        self.takes_source = bool(resolver.self_parameter or resolver.parent_parameter or resolver.root_parameter)
        self.given = {
            parameter.name
            for parameter in (resolver.parent_parameter, resolver.root_parameter, resolver.info_parameter)
            if parameter
        }
        self.info_name = resolver.info_parameter.name if resolver.info_parameter else None
        self.nodes = [one.node for one in details]
        self.parent_type, self.path = parent_type, path
        self.columns: frozenset[str] | None = None
        self.constants = None if has_variables(self.node) else self.arguments(NO_VARIABLES)

    def arguments(self, variables: VariableValues) -> dict[str, Any]:
        schema = self.scope.schema.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        _, arguments = get_arguments(
            field=self.definition,
            source=None,
            info=None,  # type: ignore[arg-type] # it is asked for nothing
            kwargs=get_argument_values(self.field, self.node, variables),
            config=schema.config,
            scalar_registry=schema.schema_converter.scalar_registry,
        )
        return {name: value for name, value in arguments.items() if name not in self.given}

    def bound(self, call: Call) -> Callable[[Any], Any]:
        arguments = self.arguments(call.variables) if self.constants is None else self.constants
        if self.info_name:
            arguments = {**arguments, self.info_name: self.info(call)}
        function = partial(self.function, **arguments)
        return function if self.takes_source else lambda _: function()

    def info(self, call: Call) -> Any:
        make: Any = GraphQLResolveInfo
        raw = make(
            self.node.name.value,
            self.nodes,
            self.field.type,
            self.parent_type,
            self.path,
            self.scope.schema,
            self.scope.fragments,
            call.root_value,
            self.scope.operation,
            call.variables.coerced,
            call.context,
            isawaitable,
            None,
            None,
        )
        schema = self.scope.schema.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        return schema.config.info_class(_raw_info=raw, _field=self.definition, columns=self.columns)


def has_variables(node: FieldNode) -> bool:
    """Whether an argument holds one."""
    nodes: list[Any] = [argument.value for argument in node.arguments or ()]
    while nodes:
        one = nodes.pop()
        if isinstance(one, VariableNode):
            return True
        nodes += [*getattr(one, "values", ()), *(field.value for field in getattr(one, "fields", ()))]
    return False
