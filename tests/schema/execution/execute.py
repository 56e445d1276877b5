import json
from typing import Any

from strawberry.types import ExecutionResult

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
    """Execute an operation as the server does: by the document that is known by its text."""
    document = schema.documents.get(text)
    operation = document.requestable.get(name)
    assert operation
    return await schema.execute_operation(document, operation, variables or {}, context, root_value)


def written(result: ExecutionResult) -> Any:
    """The answer, for comparison with another one to the same operation."""
    errors = [error.formatted for error in result.errors or []]
    for error in errors:
        error.get("extensions", {}).pop("requestId", None)
    if result.data is None:  # of several non-null fields that fail at once, some errors may be left out
        return {error["extensions"]["code"] for error in errors}
    # Fields that are resolved concurrently may fail in any order.
    return json.loads(encode({"data": result.data, "errors": sorted(errors, key=repr)}))
