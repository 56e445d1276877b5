"""
Compiles operations to Python.

graphql-core walks through a document for each request. For 50 tasks of 12 fields it calls `execute_field` 600 times,
which takes several times as long as finding the rows. The selection of an operation is known once its document is
parsed, so `selection.py` writes it as Python that runs for each request:

    { tasks(first: 50) { nodes { id errorMessage } } }

    def object_0(o, r):  # a TaskRecord
        return (
            {
                "id": (
                    str(v) if (v := o.id).__class__ is UUID
                    else give_up() if v is None
                    else write_ID(v)
                ),
                "errorMessage": (
                    v if (v := o.error_message).__class__ is str
                    else None if v is None
                    else write_String(v)
                ),
            }
            if is_TaskRecord(o, None) is True
            else give_up()
        )

    def list_1(o, r):
        return (
            [give_up() if (v := i) is None else object_0(v, r) for i in o]
            if o.__class__ is list or o.__class__ is tuple
            else give_up()
        )

    def object_2(o, r):  # a TaskConnection
        return {"nodes": give_up() if (v := o.nodes) is None else list_1(v, r)}

    def read_3(o, r):
        return r[0](o)

    def complete_4(i, r):
        return give_up() if (v := i) is None else object_2(v, r)

`o` is the row or object that is read, `r` the resolvers with their arguments: `r[0](o)` is `Query.tasks`, which is
awaited before `complete_4` is called.

Compiled code gives up if anything unusual occurs: an error, a null in a non-null field, a value of another class, an
awaitable. Then graphql-core executes the operation, so results and errors are graphql-core's. Nothing is done twice:
`Outcomes` replays the outcomes of async resolvers, which below the root also take `p`, their place in the lists above.
Other resolvers only compute, and are called again. tests/schema/execution/compiler/ compares answers, and the
resolvers called, with graphql-core's.

The one difference: the JSON encoder writes times and dates, not their scalar.
"""

import ast
from collections.abc import Callable
from itertools import repeat
from typing import Any, NamedTuple
from weakref import finalize

from graphql import OperationType, VariableValues

from models.observation.tracing import TRACING
from schema.execution.compiler.completion import together
from schema.execution.compiler.field_call import Execution, FieldCall, OperationScope
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.compiler.outcomes import Outcomes, awaited_in_span
from schema.execution.compiler.selection import Selection

COMPILED_WEIGHT, FUNCTION_WEIGHT, FIELD_WEIGHT, CALL_WEIGHT = 4_000, 600, 220, 1_200
"""Bytes of memory that a compiled operation takes, and each function, field and call of it. Measured, rounded up."""
BoundCalls = list[Callable[[object], object]]


class RootField(NamedTuple):
    """A root field of an operation: how its value is read, and how that is completed for the answer."""

    name: str
    span: str
    """Its name in traces."""
    read: Callable[[object, BoundCalls], Any]
    reads_async: bool
    complete: Callable[..., Any]
    """Takes the value and the calls; the place, too, when it `completes_async`."""
    completes_async: bool

    async def run(self, source: object, calls: BoundCalls, outcomes: Outcomes) -> object:
        """The field's value in the answer. The outcome of an async resolver goes into `outcomes`."""
        value = self.read(source, calls)
        if self.reads_async:
            try:
                outcomes[self.name,] = value = await (awaited_in_span(self.span, value) if TRACING.on else value)
            except Exception as error:
                outcomes[self.name,] = error
                raise
        return await self.complete(value, calls, ()) if self.completes_async else self.complete(value, calls)


class CompiledOperation:
    """A query or mutation, compiled for certain values of the variables of its `@skip` and `@include`."""

    def __init__(self, scope: OperationScope, variables: VariableValues) -> None:
        self.type = scope.node.operation
        root_type = scope.schema.get_root_type(self.type)
        if root_type is None or self.type is OperationType.SUBSCRIPTION:
            raise NotCompiled(FallbackReason.SUBSCRIPTION)
        selection = Selection(scope, variables)
        root_fields = list(selection.root_fields(root_type))
        names: dict[str, Any] = selection.names
        exec(compile(ast.Module(selection.functions, []), "<operation>", "exec"), names)  # noqa: S102
        finalize(self, names.clear)  # it and its functions are a cycle, which only the garbage collector would free
        self.fields = [
            RootField(name, span, names[reading.name], reading.is_async, names[completing.name], completing.is_async)
            for name, span, reading, completing in root_fields
        ]
        self.calls = selection.calls
        self.weight = (
            COMPILED_WEIGHT
            + FUNCTION_WEIGHT * len(selection.functions)
            + FIELD_WEIGHT * selection.fields
            + CALL_WEIGHT * len(selection.calls)
        )
        """The most bytes of memory that it takes."""

    async def run(
        self, variables: VariableValues, context: object, source: object, outcomes: Outcomes
    ) -> dict[str, object]:
        """Return the answer's `data`. After any exception but a cancellation, graphql-core must execute it."""
        execution = Execution(variables, context, source, outcomes)
        calls = list(map(FieldCall.called, self.calls, repeat(execution)))
        if self.type is OperationType.QUERY and len(self.fields) > 1:
            values = await together(*(field.run(source, calls, outcomes) for field in self.fields))
            return dict(zip((field.name for field in self.fields), values, strict=True))
        data = {}
        for field in self.fields:
            data[field.name] = await field.run(source, calls, outcomes)
        return data
