"""Executions by graphql-core are counted by reason; those that are due to a defect of the compiler are logged."""

import logging
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry

from schema.execution.compiler.not_compiled import FallbackReason
from schema.schema import Schema
from schema.types.field_metadata import reads
from tests.schema.execution.execute import execute

ASKED: Counter[str] = Counter()


@strawberry.type
class Thing:
    name: str

    @strawberry.field(metadata=reads())  # type: ignore[untyped-decorator]
    def works_the_second_time(root: strawberry.Parent[Any]) -> int:  # noqa: N805
        ASKED[root.name] += 1
        return 1 // (ASKED[root.name] - 1)

    @strawberry.field(metadata=reads())  # type: ignore[untyped-decorator]
    def broken(self) -> int:
        raise ValueError("broken")

    @strawberry.field(metadata={"attributes": 5})  # type: ignore[untyped-decorator]
    def not_as_the_compiler_wants_it(self) -> int:
        return 1


@strawberry.type
class ThingQuery:
    @strawberry.field
    def thing(self, name: str = "thing") -> Thing:
        return Thing(name=name)

    @strawberry.field
    def named(self, names: list[str]) -> list[Thing]:
        return [Thing(name=name) for name in names]

    @strawberry.field
    def refused(self) -> int:
        raise ValueError("refused")


@strawberry.type
class ThingMutation:
    number: int | None

    @strawberry.mutation
    def fail(self) -> int | None:
        raise ValueError("failed")


@pytest.fixture
def things() -> Schema:
    """A schema that has executed nothing yet."""
    return Schema(ThingQuery, ThingMutation)


@pytest.mark.parametrize("text", ["{ refused }", "{ thing { broken } }"])
async def test_an_error_is_not_a_defect(things: Schema, text: str, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        [error] = (await execute(things, text)).errors or []
        assert isinstance(error.original_error, ValueError)
    assert things.executions == {FallbackReason.FIRST_TIME: 1, FallbackReason.ERROR: 1}
    assert caplog.records == []


async def test_failing_only_when_compiled_is_a_defect(things: Schema, caplog: pytest.LogCaptureFixture) -> None:
    text = "query Twice($name: String!) { thing(name: $name) { worksTheSecondTime } }"
    await execute(things, text, {"name": "first"}, name="Twice")
    result = await execute(things, text, {"name": "second"}, name="Twice")
    assert (result.data, result.errors) == ({"thing": {"worksTheSecondTime": 1}}, None)
    assert things.executions == {FallbackReason.FIRST_TIME: 1, FallbackReason.DEFECT: 1}
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert "Twice" in record.getMessage()
    assert isinstance(record.exc_info and record.exc_info[1], ZeroDivisionError)


async def test_an_operation_that_cannot_be_compiled_is_logged_once(
    things: Schema, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        result = await execute(things, "query Not { thing { notAsTheCompilerWantsIt } }")
        assert result.data == {"thing": {"notAsTheCompilerWantsIt": 1}}
    assert things.executions == {FallbackReason.FIRST_TIME: 1, FallbackReason.DEFECT: 2}
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert "Not" in record.getMessage()
    assert isinstance(record.exc_info and record.exc_info[1], TypeError)


async def test_a_field_that_was_not_begun_is_read_from_the_root_value(things: Schema) -> None:
    for _ in range(2):
        result = await execute(things, "mutation { fail number }", root_value=SimpleNamespace(number=7))
        assert result.data == {"fail": None, "number": 7}
    assert things.executions[FallbackReason.ERROR] == 1


async def test_a_refusal_of_graphql_core_is_not_a_defect(things: Schema, caplog: pytest.LogCaptureFixture) -> None:
    text = "query ($no: Boolean = false) { thing { name @skip(if: $no) } }"
    for _ in range(2):
        assert (await execute(things, text, {"no": False})).data == {"thing": {"name": "thing"}}
        [error] = (await execute(things, text, {"no": None})).errors or []
        assert "not to be None" in error.message
    assert things.executions == {FallbackReason.FIRST_TIME: 2, "compiled": 1, FallbackReason.REFUSED: 1}
    assert caplog.records == []


async def test_a_condition_of_one_operation_is_something_else_in_another(things: Schema) -> None:
    text = """
      query One($it: Boolean!) { thing { name @skip(if: $it) } }
      query Other($it: [String!]!) { named(names: $it) { name } }
    """
    for _ in range(2):
        result = await execute(things, text, {"it": ["a", "b"]}, name="Other")
        assert result.data == {"named": [{"name": "a"}, {"name": "b"}]}
    assert things.executions == {FallbackReason.FIRST_TIME: 1, "compiled": 1}
