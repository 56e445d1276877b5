from collections.abc import Callable
from contextlib import suppress
from functools import partial
from inspect import isawaitable, iscoroutinefunction, signature
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    ResponsePath,
    VariableNode,
    VariableValues,
    get_argument_values,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments

from resolvers.context import Info
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.compiler.outcomes import Outcomes
from schema.execution.cost.argument_values import variables_in
from schema.types.field_metadata import definition_of

NO_VARIABLES = VariableValues({}, {})
FieldNodes = list[FieldNode]


class OperationScope(NamedTuple):
    """An operation, with the schema and the fragments that it is compiled with."""

    schema: GraphQLSchema
    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]


class Execution(NamedTuple):
    """The values that one execution passes to its resolvers, and where their outcomes are recorded."""

    variables: VariableValues
    context: object
    root_value: object
    outcomes: Outcomes


class FieldPath(ResponsePath):
    """The response path of a field in a compiled operation, without the indices in lists."""

    columns: frozenset[str] | None = None
    """The attributes that the operation reads from the resolver's rows, and from rows within them."""


class FieldCall:
    """
    A field of an operation with a resolver. The resolver may have a first parameter `self` or `root`, for the field's
    parent, and a parameter `info`. Arguments without variables are coerced and converted once for all executions:
    Strawberry takes 0.1 ms to convert a filter.
    """

    def __init__(
        self, scope: OperationScope, parent_type: GraphQLObjectType, nodes: FieldNodes, path: FieldPath
    ) -> None:
        self.scope, self.parent_type, self.nodes, self.path = scope, parent_type, nodes, path
        self.field: GraphQLField = parent_type.fields[nodes[0].name.value]
        self.definition = definition_of(self.field)
        if self.definition.base_resolver is None or self.definition.extensions:
            raise NotCompiled(FallbackReason.RESOLVER)
        self.function: Callable[..., Any] = self.definition.base_resolver.wrapped_func
        self.is_async = iscoroutinefunction(self.function)
        self.is_recorded = self.is_async and path.prev is not None
        """Whether its call records its outcome; `RootField.run` records the outcome of a root field."""
        parameters = signature(self.function).parameters.keys()
        self.takes_info, self.takes_source = "info" in parameters, not parameters.isdisjoint({"self", "root"})
        self.bind: Callable[..., Callable[[object], object]] | None = self.definition.metadata.get("bind")
        self.constants = None if has_variables(nodes[0]) else self.arguments(NO_VARIABLES)

    def arguments(self, variables: VariableValues) -> dict[str, Any]:
        if not self.field.args:
            return {}
        schema = self.scope.schema.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        return convert_arguments(
            get_argument_values(self.field, self.nodes[0], variables),
            self.definition.arguments,
            scalar_registry=schema.schema_converter.scalar_registry,
            config=schema.config,
        )

    def called(self, execution: Execution) -> Callable[..., object]:
        """Return the function that compiled code calls. If the call `is_recorded`, it is async and takes a place."""
        bound = self.bound(execution)
        return execution.outcomes.recorded(self.path, bound) if self.is_recorded else bound

    def bound(self, execution: Execution) -> Callable[[object], object]:
        """Return the resolver as a function of the field's parent alone."""
        arguments = self.arguments(execution.variables) if self.constants is None else self.constants
        if self.bind:
            with suppress(Exception):  # raised by the resolver instead, for each parent
                return self.bind(execution.context, **arguments)
        if self.takes_info:
            arguments = {**arguments, "info": Info(_raw_info=self.info(execution), _field=self.definition)}
        function = partial(self.function, **arguments) if arguments else self.function
        return function if self.takes_source else lambda _: function()

    def info(self, execution: Execution) -> GraphQLResolveInfo[Any]:
        make: Any = GraphQLResolveInfo  # the last two, which none of our resolvers uses, may not be None for mypy
        info: GraphQLResolveInfo[Any] = make(
            field_name=self.nodes[0].name.value,
            field_nodes=self.nodes,
            return_type=self.field.type,
            parent_type=self.parent_type,
            path=self.path,
            schema=self.scope.schema,
            fragments=self.scope.fragments,
            root_value=execution.root_value,
            operation=self.scope.node,
            variable_values=execution.variables,
            context=execution.context,
            is_awaitable=isawaitable,
            abort_signal=None,
            async_helpers=None,
        )
        return info


def may_wait(node: FieldNode, waits: tuple[str, str] | None) -> bool:
    """Return whether the argument may have the value with which, by its `metadata`, the resolver is awaited."""
    return waits is not None and any(
        argument.name.value == waits[0]
        and (isinstance(argument.value, VariableNode) or getattr(argument.value, "value", None) == waits[1])
        for argument in node.arguments or ()
    )


def has_variables(node: FieldNode) -> bool:
    """Return whether an argument of the field is a variable, or contains one."""
    return any(name for argument in node.arguments or () for name in variables_in(argument.value))
