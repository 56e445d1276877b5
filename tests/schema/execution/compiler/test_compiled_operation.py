"""What compiled operations answer is what graphql-core answers, on documents and data that nobody chose."""

import asyncio
import gc
import json
from collections import namedtuple
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from inspect import isawaitable
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
import strawberry
from graphql import (
    GraphQLError,
    execute,
    parse,
    validate,
)
from graphql.execution.values import VariableValues
from hypothesis import event, given, settings
from hypothesis import strategies as st
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from models.statement import selected
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks.task import TaskStatus, TaskType
from models.tasks.task_row import TaskRow
from schema.execution.compiler.compiled_operation import CompiledOperation
from schema.execution.replaying_executor import Outcomes
from schema.execution.unusual import Reason, Unusual
from schema.schema import Schema
from server.http.encoding import encode
from tests.schema.execution.compiler.random_documents import RandomDocuments
from tests.schema.execution.compiler.unusual_schema import Branch, Leaf, UnusualQuery

SCHEMA = Schema(UnusualQuery)
COLUMNS = list(TaskRow.__annotations__)
WholeTaskRow: Any = selected(TaskRow, COLUMNS)
LeafRow = namedtuple("LeafRow", "age worth name weight")
BranchRow = namedtuple("BranchRow", "age worth title length tags matrix leaves branches valued either")
NOW = datetime(2026, 1, 2, 3, 4, 5, 6, UTC)


class Something:
    """No scalar can be made of it, and some can: as an ID it is its `str`."""

    def __repr__(self) -> str:
        return "something"


class Data:
    """The same for the same seed. Now and then, as `oddity` says, what is not meant to be there."""

    def __init__(self, seed: int, oddity: float) -> None:
        self.random = Random(seed)
        self.oddity = oddity

    def value(self, *good: Any) -> Any:
        odd: tuple[Any, ...] = (
            None,
            None,
            7,
            2**40,
            True,
            "odd",
            1.5,
            float("nan"),
            Something(),
            ValueError("an exception"),
            [],
        )
        return self.random.choice(odd if self.random.random() < self.oddity else good)

    def many(self, make: Any) -> Any:
        made = [None if self.random.random() < self.oddity else make() for _ in range(self.random.randint(0, 4))]
        return self.value(made, tuple(made), iter(made)) if self.random.random() < self.oddity else made

    def task(self) -> Any:
        known = {
            "id": UUID(int=1),
            "user_id": UUID(int=2),
            "task_type": TaskType.IMAGE_EDIT,
            "status": TaskStatus.FAILED,
            "created_at": NOW,
            "updated_at": NOW,
            "tokens_used": 3,
            "credits_deducted": 4,
            "prompt": "图",
        }
        return WholeTaskRow(**{name: self.value(known.get(name)) for name in COLUMNS})

    def page(self) -> Any:
        nodes = self.many(self.task)
        edges = self.many(lambda: SimpleNamespace(cursor=self.value("c"), node=self.task()))
        info = SimpleNamespace(start_cursor=self.value(None, "s"), end_cursor=self.value("e"))
        return SimpleNamespace(nodes=nodes, edges=edges, page_info=info)

    def totals(self) -> Any:
        names = ("total_tasks", "successful_tasks", "failed_tasks", "total_tokens_used", "total_credits_deducted")
        return SimpleNamespace(
            period=self.value("day", StatisticsPeriod.MONTH),
            period_date=self.value(date(2026, 1, 2), None),
            time_zone=self.value("UTC"),
            success_rate=self.value(0.5, None, 1),
            total_generation_time_ms=self.value(5),
            avg_generation_time_ms=self.value(None, 1.25),
            updated_at=self.value(NOW, None),
            **{name: self.value(0, 1, 2) for name in names},
        )

    def shaped(self, row: Any) -> Any:
        """The row, or what has its attributes and may be of another type."""
        shapes = (
            SimpleNamespace(**row._asdict()),
            SimpleNamespace(**row._asdict(), is_leaf=1),
            SimpleNamespace(**row._asdict(), _SimpleNamespace__typename="Branch"),
            strawberry.cast(Branch, SimpleNamespace(**row._asdict())),
            Leaf(age=1, worth=2, name="of Strawberry's own", weight=None),
            row._asdict(),
        )
        return self.random.choice(shapes) if self.random.random() < self.oddity else row

    def leaf(self) -> Any:
        age, worth = self.value(3), self.value(4)
        return self.shaped(LeafRow(age, worth, self.value("leaf", "l"), self.value(0.1, None, 2)))

    def branch(self, depth: int = 0) -> Any:
        return self.shaped(
            BranchRow(
                age=self.value(5),
                worth=self.value(6),
                title=self.value("branch", "b", None),
                length=self.value(1, -2),
                tags=self.many(lambda: self.value("tag")),
                matrix=self.many(lambda: self.many(lambda: self.value(1, None))),
                leaves=self.many(self.leaf),
                branches=self.many(lambda: self.branch(depth + 1)) if depth < 2 else None,
                valued=self.leaf(),
                either=self.many(self.leaf if depth else self.growing),
            )
        )

    def growing(self) -> Any:
        return self.leaf() if self.random.random() < 0.7 else self.branch(depth=1)

    def root(self) -> Any:
        return SimpleNamespace(
            branches=self.many(self.branch),
            leaves=self.many(lambda: self.many(self.leaf)),
            statistics=self.many(self.totals),
            tasks=self.page(),
            growing=self.many(self.growing),
            oldest=self.growing(),
            below=self.many(self.leaf),
        )


def variables(seed: int) -> dict[str, Any]:
    return {"yes": True, "no": False, "times": seed % 3}


def written(data: object, errors: Sequence[GraphQLError] | None = None) -> str:
    """As a client reads it, for `==` would take True for 1."""
    return (
        f"{json.loads(encode(data))!r}\n{[(error.formatted, repr(error.original_error)) for error in errors or []]!r}"
    )


async def by_graphql_core(document: str, seed: int, oddity: float) -> str:
    result = execute(
        SCHEMA._schema,
        parse(document),
        root_value=Data(seed, oddity).root(),
        variable_values=variables(seed),
        executor_class=StrawberryGraphQLCoreExecutionContext,
        is_awaitable=cast("Any", optimized_is_awaitable),
    )
    if isawaitable(result):
        result = await result
    return written(result.data, result.errors)


def compiled(document: str, values: dict[str, Any]) -> tuple[CompiledOperation, VariableValues]:
    """As it is when it is executed a second time. Unusual: graphql-core has to execute it."""
    with suppress(Unusual):
        SCHEMA.documents.compiled_operation(document, None, values)
    return SCHEMA.documents.compiled_operation(document, None, values)


async def by_operation(document: str, seed: int, oddity: float) -> str | Reason:
    """The answer, or why it is left to graphql-core."""
    try:
        operation, coerced = compiled(document, variables(seed))
        root = Data(seed, oddity).root()
        return written(await operation.run(coerced, None, root, Outcomes(root)))
    except Unusual as unusual:
        return unusual.reason
    except Exception:
        return Reason.ERROR


async def by_schema(document: str, seed: int, oddity: float) -> str:
    result = await SCHEMA.execute(document, variables(seed), root_value=Data(seed, oddity).root())
    return written(result.data, result.errors)


@settings(deadline=None, max_examples=100)
@given(seed=st.integers(0, 2**32), oddity=st.sampled_from([0, 0.01, 0.1]))
def compare(seed: int, oddity: float) -> None:
    document = RandomDocuments(SCHEMA._schema, Random(seed)).make()
    assert not validate(SCHEMA._schema, parse(document)), document[:2000]
    expected = asyncio.run(by_graphql_core(document, seed, oddity))
    outcome = asyncio.run(by_operation(document, seed, oddity))
    assert isinstance(outcome, Reason) or outcome == expected, document
    assert asyncio.run(by_schema(document, seed, oddity)) == expected, document
    event(outcome if isinstance(outcome, Reason) else "compiled")


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
def test_answers_are_those_of_graphql_core() -> None:
    compare()
    assert SCHEMA.executions[Reason.DEFECT] == 0
    gc.collect()  # graphql-core leaves behind what it had begun beside a field that failed: it goes here, not later


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


def test_what_is_plain_is_compiled() -> None:
    seed = 11  # of data with something in each list
    page = asyncio.run(by_operation(PAGE, seed, 0))
    assert page == asyncio.run(by_graphql_core(PAGE, seed, 0))
    assert isinstance(page, str)
    assert page.count("TaskRecord") > 1


@strawberry.type
class Added:
    number: int

    @strawberry.field
    def broken(self) -> str:
        raise ValueError("broken")


@strawberry.type
class AddingMutation:
    @strawberry.mutation
    async def add(self) -> Added | None:
        NUMBERS.append(len(NUMBERS))
        return Added(number=NUMBERS[-1])


NUMBERS: list[int] = []


async def test_what_was_done_is_not_done_again_when_what_is_below_fails() -> None:
    adding = Schema(UnusualQuery, AddingMutation)
    result = await adding.execute("mutation { first: add { number } second: add { broken } third: add { number } }")
    assert result.data == {"first": {"number": 0}, "second": None, "third": {"number": 2}}
    assert [error.path for error in result.errors or []] == [["second", "broken"]]
    assert NUMBERS == [0, 1, 2]
