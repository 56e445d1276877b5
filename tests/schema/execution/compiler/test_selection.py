"""The Python code that is generated for an operation."""

import ast
from textwrap import dedent

from graphql import VariableValues

from schema.execution.compiler import compiled_operation
from schema.execution.compiler.field_call import OperationScope
from schema.execution.compiler.selection import Selection
from schema.execution.document import Document
from schema.schema import schema


def written(text: str) -> str:
    document = Document(schema.core, text)
    [operation] = document.operations.values()
    selection = Selection(OperationScope(schema.core, operation.node, document.fragments), VariableValues({}, {}))
    assert schema.core.query_type
    assert [name for name, *_ in selection.root_fields(schema.core.query_type)]
    return "\n\n".join(ast.unparse(function) for function in selection.functions)


def test_the_example_of_the_docstring() -> None:
    blocks = [block for block in str(compiled_operation.__doc__).split("\n\n") if block.startswith("    ")]
    operation, *functions = [dedent(block) for block in blocks]
    assert written(operation) == ast.unparse(ast.parse("\n".join(functions)))


def test_async_fields_are_awaited_together() -> None:
    page = "{ tasks { pageInfo { hasNextPage hasPreviousPage } totalCount { value } } }"
    code = written(page)
    assert (
        "'hasNextPage': (a := (await together(field_0(o, r, p), field_1(o, r, p))))[0], 'hasPreviousPage': a[1]" in code
    )
    assert "(a := (await together(" in code.rpartition("'pageInfo'")[2]
