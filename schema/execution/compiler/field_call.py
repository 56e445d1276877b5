from collections.abc import Callable, Mapping
from contextlib import suppress
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
from strawberry.schema import Schema
from strawberry.schema.schema_converter import GraphQLCoreConverter, get_arguments
from strawberry.types.field import StrawberryField

from resolvers.context import Info
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.compiler.replaying_executor import Outcomes
from schema.execution.cost.argument_values import variables_in

NO_VARIABLES = VariableValues({}, {})
Details = list[FieldDetails]


class OperationScope(NamedTuple):
    """An operation, with the schema and the fragments that it is compiled with."""

    schema: GraphQLSchema
    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]


class Execution(NamedTuple):
    """What one execution of an operation passes to its resolvers, and where what they return is recorded."""

    variables: VariableValues
    context: object
    root_value: object
    outcomes: Outcomes


class FieldCall:
    """A field of an operation that has a resolver. Arguments without variables are coerced once, for all executions."""

    def __init__(
        self,
        scope: OperationScope,
        definition: StrawberryField,
        parent_type: GraphQLObjectType,
        details: Details,
        path: Path,
    ) -> None:
        resolver = definition.base_resolver
        if resolver is None or definition.extensions:
            raise NotCompiled(FallbackReason.RESOLVER)
        self.scope, self.definition, self.parent_type, self.path = scope, definition, parent_type, path
        self.is_recorded = definition.is_async and path.prev is not None
        """Whether what it returns or raises is recorded by its call; that of a root field is by `RootField.run`."""
        self.nodes = [one.node for one in details]
        self.field: GraphQLField = parent_type.fields[self.nodes[0].name.value]
        self.schema: Schema = scope.schema.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        self.function: Callable[..., object] = resolver.wrapped_func  # type: ignore[assignment] # no static method
        self.takes_source = bool(resolver.self_parameter or resolver.parent_parameter or resolver.root_parameter)
        special = (resolver.parent_parameter, resolver.root_parameter, resolver.info_parameter)
        self.not_arguments = {parameter.name for parameter in special if parameter}
        self.info_name = resolver.info_parameter.name if resolver.info_parameter else None
        self.bind: Callable[..., Callable[..., object]] | None = definition.metadata.get("bind")
        self.columns: frozenset[str] | None = None
        """The attributes that the operation reads of the rows that the resolver returns, and of what is within them."""
        self.constants = None if has_variables(self.nodes[0]) else self.arguments(NO_VARIABLES)

    def arguments(self, variables: VariableValues) -> dict[str, object]:
        _, arguments = get_arguments(
            field=self.definition,
            source=None,
            info=None,  # type: ignore[arg-type] # only parameters that are left out below would take it
            kwargs=get_argument_values(self.field, self.nodes[0], variables),
            config=self.schema.config,
            scalar_registry=self.schema.schema_converter.scalar_registry,
        )
        return {name: value for name, value in arguments.items() if name not in self.not_arguments}

    def called(self, execution: Execution) -> Callable[..., object]:
        """What compiled code calls: `bound`, or when it `is_recorded`, an async function that takes a place before."""
        bound = self.bound(execution)
        return execution.outcomes.recorded(self.path, bound) if self.is_recorded else bound

    def bound(self, execution: Execution) -> Callable[..., object]:
        """The resolver as a function of the field's parent alone, or of nothing unless it `takes_source`."""
        arguments: Mapping[str, object] = (
            self.arguments(execution.variables) if self.constants is None else self.constants
        )
        if self.bind:
            with suppress(Exception):  # an error of those parents that there are, for which the resolver raises it
                return self.bind(execution.context, **arguments)
        if not self.info_name:
            return partial(self.function, **arguments) if arguments else self.function
        make: Any = GraphQLResolveInfo  # the last two, which none of our resolvers uses, may not be None for mypy
        raw = make(
            self.nodes[0].name.value,
            self.nodes,
            self.field.type,
            self.parent_type,
            self.path,
            self.scope.schema,
            self.scope.fragments,
            execution.root_value,
            self.scope.node,
            execution.variables.coerced,
            execution.context,
            isawaitable,
            None,
            None,
        )
        info = Info(_raw_info=raw, _field=self.definition, columns=self.columns)
        return partial(self.function, **arguments, **{self.info_name: info})


def may_wait(node: FieldNode, waits: tuple[str, str] | None) -> bool:
    """Whether the field's argument may have the value with which a resolver, as its `metadata` says, is awaited."""
    return waits is not None and any(
        argument.name.value == waits[0]
        and (isinstance(argument.value, VariableNode) or getattr(argument.value, "value", None) == waits[1])
        for argument in node.arguments or ()
    )


def has_variables(node: FieldNode) -> bool:
    """Whether an argument of the field is a variable, or contains one."""
    return any(name for argument in node.arguments or () for name in variables_in(argument.value))
