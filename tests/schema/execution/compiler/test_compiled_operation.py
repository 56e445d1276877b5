"""Compiled operations answer random documents on random data as graphql-core does."""

import asyncio
import gc
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from graphql import GraphQLError, VariableValues
from hypothesis import event, given, settings
from hypothesis import strategies as st

from schema.execution.compiler.compiled_operation import CompiledOperation
from schema.execution.compiler.not_compiled import FallbackReason, NotCompiled
from schema.execution.compiler.outcomes import Outcomes
from schema.schema import Schema
from server.requests.encoding import encode
from tests.fuzz.fuzz import EXAMPLES
from tests.schema.execution.compiler.random_documents import RandomDocuments
from tests.schema.execution.compiler.unusual_data import Data, LeafRow, shapes
from tests.schema.execution.compiler.unusual_schema import UnusualQuery
from tests.schema.execution.execute import by_graphql_core, execute

SCHEMA = Schema(UnusualQuery)
Done = Counter[tuple[object, ...]]
OUTCOMES: Counter[str] = Counter()
"""The number of documents that `compare` has tried, by "compiled" or by the reason why graphql-core executes them."""


def variables(seed: int) -> dict[str, Any]:
    return {"yes": True, "no": False, "times": seed % 3}


def written(data: object, errors: Sequence[GraphQLError] | None = None) -> str:
    """Return data and errors as text, for comparison: `==` would take True for 1."""
    return (
        f"{json.loads(encode(data))!r}\n{[(error.formatted, repr(error.original_error)) for error in errors or []]!r}"
    )


async def expected_answer(document: str, seed: int, oddity: float, done: Done | None = None) -> str:
    context = Counter() if done is None else done
    result = await by_graphql_core(SCHEMA, document, variables(seed), context, Data(seed, oddity).root())
    return written(result.data, result.errors)


def compiled(document: str, values: dict[str, Any]) -> tuple[CompiledOperation, VariableValues]:
    """Return the operation as it is compiled the second time, with its variables. NotCompiled if it is not."""
    known = SCHEMA.documents.get(document)
    [operation] = known.operations.values()
    with suppress(NotCompiled):
        known.compiled_operation(operation, values)
    return known.compiled_operation(operation, values)


async def by_operation(document: str, seed: int, oddity: float) -> str | FallbackReason:
    """Return the compiled operation's answer, or the reason why graphql-core executes the document."""
    try:
        operation, coerced = compiled(document, variables(seed))
        root = Data(seed, oddity).root()
        return written(await operation.run(coerced, Counter(), root, Outcomes()))
    except NotCompiled as error:
        return error.reason
    except Exception:
        return FallbackReason.ERROR


async def by_schema(document: str, seed: int, oddity: float, done: Done) -> str:
    result = await execute(SCHEMA, document, variables(seed), context=done, root_value=Data(seed, oddity).root())
    return written(result.data, result.errors)


@settings(deadline=None, max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**32), oddity=st.sampled_from([0, 0.01, 0.1]))
def compare(seed: int, oddity: float) -> None:
    document = RandomDocuments(SCHEMA.core, Random(seed)).make()
    assert SCHEMA.documents.get(document).error is None, document[:2000]
    theirs, ours = Done(), Done()
    expected = asyncio.run(expected_answer(document, seed, oddity, theirs))
    outcome = asyncio.run(by_operation(document, seed, oddity))
    assert isinstance(outcome, FallbackReason) or outcome == expected, document
    assert asyncio.run(by_schema(document, seed, oddity, ours)) == expected, document
    assert not [call for call, times in ours.items() if times > 1], document
    assert ours >= theirs, document
    assert ours == theirs or "'path'" in expected, document
    reached = outcome if isinstance(outcome, FallbackReason) else "compiled"
    event(reached)
    OUTCOMES[reached] += 1
    gc.collect(0)


@pytest.mark.examples
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
def test_answers_are_those_of_graphql_core() -> None:
    gc.disable()  # Python cannot warn while a namedtuple is made, which has no builtins: `compare` collects by itself
    try:
        compare()
    finally:
        gc.enable()
    assert OUTCOMES["compiled"] > EXAMPLES // 10  # usually it is about half of them
    assert SCHEMA.executions[FallbackReason.DEFECT] == 0
    gc.collect()  # coroutines that graphql-core left un-awaited after a failed field warn here, not in a later test


PAGE = """
query ($times: Int, $yes: Boolean!, $no: Boolean!) {
  tasks {
    nodes { __typename ...task same: id }
    edges @include(if: $yes) { cursor node { ...task } }
  }
  branches { title repeated(times: $times) matrix leaves @skip(if: $no) { name weight } }
}
fragment task on TaskRecord { id status prompt errorMessage createdAt completedAt }
"""


def test_an_operation_on_plain_data_is_compiled() -> None:
    seed = 11  # with this seed no list is empty
    page = asyncio.run(by_operation(PAGE, seed, 0))
    assert page == asyncio.run(expected_answer(PAGE, seed, 0))
    assert isinstance(page, str)
    assert page.count("TaskRecord") > 1


@strawberry.type
class Added:
    number: int

    @strawberry.field
    def broken(self) -> str:
        raise ValueError("broken")

    @strawberry.field
    async def times(self) -> int:
        NUMBERS.append(self.number)
        return NUMBERS.count(self.number)


@strawberry.type
class AddingMutation:
    @strawberry.mutation
    async def add(self) -> Added | None:
        NUMBERS.append(len(NUMBERS))
        return Added(number=NUMBERS[-1])


NUMBERS: list[int] = []


async def test_a_mutation_is_not_repeated_when_a_field_below_fails() -> None:
    adding = Schema(UnusualQuery, AddingMutation)
    text = "mutation { first: add { number times } second: add { broken } third: add { number } }"
    for _ in range(2):
        NUMBERS.clear()
        result = await execute(adding, text)
        assert result.data == {"first": {"number": 0, "times": 2}, "second": None, "third": {"number": 3}}
        assert [error.path for error in result.errors or []] == [["second", "broken"]]
        assert NUMBERS == [0, 0, 2, 3]
    assert adding.executions == {FallbackReason.FIRST_TIME: 1, FallbackReason.ERROR: 1}


LEAF = LeafRow(age=1, worth=2, name="leaf", weight=0.5)
OF_ANY_TYPE = (
    "oldest { __typename age ... on Branch { title length } ... on Leaf { name weight } }",
    "growing { __typename ... on Branch { length } ... on Leaf { weight } }",
    "below { __typename ... on Root { length } ... on Leaf { weight } }",
)


@pytest.mark.parametrize("number", range(len(shapes(LEAF))))
async def test_the_type_is_the_one_that_graphql_core_finds(number: int) -> None:
    def root() -> Any:
        one = shapes(LEAF)[number]
        return SimpleNamespace(oldest=one, growing=[LEAF, one], below=[one])

    for field in OF_ANY_TYPE:
        text = f"{{ {field} }}"
        theirs = await by_graphql_core(SCHEMA, text, root_value=root())
        for _ in range(2):
            ours = await execute(SCHEMA, text, root_value=root())
            assert written(ours.data, ours.errors) == written(theirs.data, theirs.errors)
    assert SCHEMA.executions[FallbackReason.DEFECT] == 0


async def test_a_row_of_an_interface_or_union_is_compiled() -> None:
    root = SimpleNamespace(oldest=LEAF, growing=[LEAF, None], below=[LEAF])
    operation, variables = compiled(f"{{ {' '.join(OF_ANY_TYPE)} }}", {})
    data: Any = await operation.run(variables, None, root, Outcomes())
    assert data["oldest"] == {"__typename": "Leaf", "age": 1, "name": "leaf", "weight": 0.5}
    leaf = {"__typename": "Leaf", "weight": 0.5}
    assert (data["growing"], data["below"]) == ([leaf, None], [leaf])
