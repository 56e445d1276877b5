import json
from inspect import isawaitable
from typing import Any

from graphql import ExecutionResult
from graphql import execute as execute_by_graphql_core

from schema.schema import Schema
from server.requests.encoding import encode


async def execute(
    schema: Schema,
    text: str,
    variables: dict[str, object] | None = None,
    *,
    name: str | None = None,
    context: object = None,
    root_value: object = None,
) -> ExecutionResult:
    """Execute an operation as the server does, by the cached document."""
    document = schema.documents.get(text)
    operation = document.requestable.get(name)
    assert operation
    return await schema.execute_operation(document, operation, variables or {}, context, root_value)


async def by_graphql_core(
    schema: Schema,
    text: str,
    variables: dict[str, object] | None = None,
    context: object = None,
    root_value: object = None,
) -> ExecutionResult:
    """Execute the only operation of a document by graphql-core alone."""
    tree = schema.documents.get(text).tree
    result: Any = execute_by_graphql_core(schema.core, tree, root_value, context, variables)
    answered: ExecutionResult = await result if isawaitable(result) else result
    return answered


def written(result: ExecutionResult) -> Any:
    """Return the answer in a form to compare."""
    errors = result.errors or []
    if result.data is None:  # if several non-null fields fail at once, some errors may be left out
        return {repr(error.original_error or error.message) for error in errors}
    formatted = [error.formatted for error in errors]
    # Fields that are resolved concurrently may fail in any order.
    return json.loads(encode({"data": result.data, "errors": sorted(formatted, key=repr)}))
