"""Measures each part of a page's request alone, in one process."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from math import inf

import orjson
import uvloop
from graphql import OperationType

from benchmarks.data import Data, prepared
from benchmarks.in_process import Ask, asking, both_applications, processor_time
from benchmarks.options import Options
from benchmarks.table import table
from benchmarks.work import page
from models.statement import BoundStatement
from models.tasks.task_row import TaskRow
from resolvers.access import Caller
from resolvers.context import Context
from schema.execution.compiler.compiled_operation import CompiledOperation
from schema.execution.compiler.field_call import Execution
from schema.execution.compiler.outcomes import Outcomes
from schema.schema import schema
from server.execution.admission import Admitted
from server.http.endpoint import GraphQL
from server.http.request_log import RequestLog
from server.http.stop import Stop
from server.observation.request_notes import NOTES, RequestNotes
from server.requests.encoding import encode
from server.requests.request import read_request

TIMES = 60
"""Calls of one part in a turn."""
ANY = frozenset(OperationType)
Calls = dict[str, Ask]


def parts(options: Options) -> list[str]:
    with prepared(options.data, options.tasks) as data:
        seconds = uvloop.run(measured(data, options.rounds))
    return [
        "The first page of 50 completed tasks, each part alone in one process: microseconds of its processor time, the "
        f"least of {options.rounds} turns of {TIMES}. In no row but the "
        "first: Starlette, reading the body. In none at all: HTTP, and PostgreSQL's own work.",
        "",
        *table(["part", "µs"], [[part, f"{value * 1e6:,.0f}"] for part, value in seconds.items()]),
    ]


async def measured(data: Data, rounds: int) -> dict[str, float]:
    requests = page("")
    async with both_applications(data) as (ours, theirs), AsyncExitStack() as stack:
        calls = {
            "the whole request": asking(ours, requests["ours"], data.token),
            **await of_request(ours.routes[0].endpoint, str(requests["ours"].body), data.token, stack),
            "for comparison: the hand-written handler's whole": asking(theirs, requests["handwritten"], data.token),
        }
        least = dict.fromkeys(calls, inf)
        for _ in range(rounds):
            for part, call in calls.items():
                least[part] = min(least[part], await processor_time(call, TIMES))
    return least


async def of_request(graphql: GraphQL, body: str, token: str, stack: AsyncExitStack) -> Calls:
    authorization = f"Bearer {token}"
    request = read_request(orjson.loads(body))
    caller = await graphql.authenticator.authenticate(authorization)
    context = graphql.executor.context_of(graphql.executor.observed(caller))
    document = schema.documents.get(str(request.query))
    [operation] = document.operations.values()
    for _ in range(2):  # the second execution compiles it
        result = await schema.execute_operation(document, operation, {}, context)
    compiled, variables = document.compiled_operation(operation, {})
    admission = graphql.executor.admission
    return {
        "– the token, verified a short while ago": lambda: graphql.authenticator.authenticate(authorization),
        "– the request counted": lambda: graphql.rate_limits.count_request(context.caller),
        "– the body read": awaited(lambda: read_request(orjson.loads(body))),
        "– admitted: the text known, its cost counted": lambda: admission.admit(context.caller, request, ANY),
        "– executed": lambda: schema.execute_operation(document, operation, {}, context),
        **await of_execution(compiled, Execution(variables, context, None, Outcomes()), context, stack),
        "– encoded": awaited(lambda: encode({"data": result.data})),
        "– measured and logged": observed(graphql, context.caller, await admission.admit(context.caller, request, ANY)),
        "once a minute: a token verified": lambda: graphql.authenticator.read(token),
    }


def observed(graphql: GraphQL, caller: Caller, admitted: Admitted) -> Ask:
    operation = graphql.executor.observed(caller)
    operation.admitted = admitted
    request_log = RequestLog(graphql, Stop(0, asyncio.Event()))
    scope = {"type": "http", "method": "POST", "path": "/graphql"}

    def observe() -> None:
        notes = RequestNotes({"request_id": "0" * 32}, [])
        NOTES.set(notes)
        operation.end(None)
        request_log.write(scope, 200, 0.004, notes)

    return awaited(observe)


async def of_execution(
    operation: CompiledOperation, execution: Execution, context: Context, stack: AsyncExitStack
) -> Calls:
    resolvers = [call.bound(execution) for call in operation.calls]
    [field] = operation.fields
    connection = await field.read(None, resolvers)
    columns = operation.calls[0].path.columns
    statement = connection.listing.page(None, len(connection.nodes) + 1, columns, backwards=False)
    return {
        "– – the resolver": lambda: field.read(None, resolvers),
        "– – – the rows": lambda: context.rows(statement),
        **await of_rows(context, statement, stack),
        "– – the list completed": awaited(lambda: field.complete(connection, resolvers)),
    }


async def of_rows(context: Context, statement: BoundStatement[TaskRow], stack: AsyncExitStack) -> Calls:
    transaction = await stack.enter_async_context(context.transaction())
    records = await transaction.connection.fetch(statement.text, *statement.arguments)

    async def transact() -> None:
        async with context.transaction():
            pass

    return {
        "– – – – a connection, BEGIN with role and claims, COMMIT": transact,
        "– – – – asyncpg: the query, its records": lambda: transaction.connection.fetch(
            statement.text, *statement.arguments
        ),
        "– – – – named tuples": awaited(lambda: statement.rows(records)),
    }


def awaited(function: Callable[[], object]) -> Ask:
    async def call() -> object:
        return function()

    return call
