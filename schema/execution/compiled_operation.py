"""
The execution of operations, compiled.

graphql-core walks through a document for each request: for a list of 50 tasks of 12 fields it calls `execute_field`
600 times, each of which builds what a resolver might ask for (arguments, a path, `info`) before it reads an attribute
of a row. That takes several times as long as the database takes to find the rows. But what an operation asks for is
known once its document is read, so `schema/selection.py` writes it down as Python, to be run for each request:

    { tasks(first: 50) { nodes { id errorMessage } } }

    def object_1(o, r):  # a TaskRecord
        return {
            "id": str(v) if (v := o.id).__class__ is UUID else leaf_1(v),
            "errorMessage": v if (v := o.error_message).__class__ is str or v is None else leaf_2(v),
        }
    def object_2(o, r):  # a TaskConnection
        return {"nodes": list_1(o.nodes, r)}  # object_1 of each

`o` is the row or object that is read, `r` the resolvers with their arguments: `r[0](o)` is `Query.tasks`.

Whenever anything unusual turns up (an error, a null where none may be, a value that its scalar has to look at, an
awaitable), the operation is given up, and graphql-core executes it: results and errors are its results and errors.
What the root resolvers did is not done again, `Outcomes` replays it; those below them are called again, which must do
no harm. tests/schema/test_executor.py compares the two on documents that nobody chose.

The one difference: instants and dates are left to the encoder to write.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLResolveInfo,
    MiddlewareManager,
)
from graphql.execution.values import VariableValues
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.graphql import OperationType

from schema.execution.field_call import Call, NotPlain, Scope
from schema.execution.selection import Code, Selection, together


class Outcomes(dict[str, Any]):
    """What root resolvers returned or raised, by response name. As root value, graphql-core's answer to them."""

    def resolve(
        self, following: Callable[..., Any], source: Any, info: GraphQLResolveInfo[Any], **arguments: Any
    ) -> Any:
        if source is not self or info.path.key not in self:
            return following(source, info, **arguments)
        outcome = self[str(info.path.key)]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class ReplayingExecutor(StrawberryGraphQLCoreExecutionContext):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.root_value, Outcomes):
            self.middleware_manager = MiddlewareManager(self.root_value)


@dataclass(frozen=True, slots=True)
class RootField:
    name: str
    read: Callable[[Any, list[Any]], Any]
    reads_async: bool
    complete: Callable[[Any, list[Any]], Any]
    completes_async: bool

    async def run(self, source: Any, resolvers: list[Any], outcomes: Outcomes) -> Any:
        try:
            value = self.read(source, resolvers)
            if self.reads_async:
                value = await value
        except Exception as error:
            outcomes[self.name] = error
            raise NotPlain from error
        outcomes[self.name] = value
        completed = self.complete(value, resolvers)
        return await completed if self.completes_async else completed


class Operation:
    """A query or mutation, compiled for the values that the variables of its `@skip` and `@include` have."""

    def __init__(self, scope: Scope, variables: VariableValues) -> None:
        kind = scope.operation.operation
        root_type = scope.schema.get_root_type(kind)
        self.type = OperationType(kind.value)
        if root_type is None or self.type is OperationType.SUBSCRIPTION:
            raise NotPlain
        selection = Selection(scope, variables)
        fields = [
            (name, read, selection.define("read", "o, r", Code(read.text)), complete)
            for name, read, complete in selection.root_fields(root_type)
        ]
        completing = [selection.define("complete", "i, r", complete) for *_, complete in fields]
        names = selection.compiled()
        self.resolvers = selection.resolvers
        self.fields = [
            RootField(name, names[reading], read.is_async, names[completed], complete.is_async)
            for (name, read, reading, complete), completed in zip(fields, completing, strict=True)
        ]

    async def run(self, variables: VariableValues, context: Any, source: Any, outcomes: Outcomes) -> dict[str, Any]:
        """`data`; any exception but a cancellation leaves it to graphql-core."""
        call = Call(variables, context, source)
        resolvers = [resolver.bound(call) for resolver in self.resolvers]
        if self.type is OperationType.QUERY and len(self.fields) > 1:
            values = await together(*(field.run(source, resolvers, outcomes) for field in self.fields))
        else:
            values = [await field.run(source, resolvers, outcomes) for field in self.fields]
        return {field.name: value for field, value in zip(self.fields, values, strict=True)}
