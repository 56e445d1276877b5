from strawberry.types import ExecutionResult

from schema.schema import Schema


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
