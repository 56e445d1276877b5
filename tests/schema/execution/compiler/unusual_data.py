"""Random data for the resolvers of the unusual schema: mostly right, sometimes of a wrong type."""

from collections import namedtuple
from datetime import UTC, date, datetime
from itertools import count
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import strawberry

from models.statement import selected
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks.task import TaskStatus, TaskType
from models.tasks.task_row import TaskRow
from tests.schema.execution.compiler.unusual_schema import Branch, Leaf

COLUMNS = list(TaskRow.__annotations__)
WholeTaskRow: Any = selected(TaskRow, COLUMNS)
LeafRow = namedtuple("LeafRow", "age worth name weight serial", defaults=[0])
BranchRow = namedtuple("BranchRow", "age worth title length tags matrix leaves branches valued either serial")
NOW = datetime(2026, 1, 2, 3, 4, 5, 6, UTC)


class Something:
    """A value that no scalar can serialize, except ID, by its `str`."""

    def __repr__(self) -> str:
        return "something"


def with_attributes(row: Any, **attributes: object) -> Any:
    """Return the row as an instance of a subclass with these class attributes."""
    return type(type(row).__name__, (type(row),), {"__slots__": (), **attributes})(*row)


def shapes(row: Any) -> list[Any]:
    """Return objects with the row's attributes, which Strawberry or graphql-core may take for another type."""
    return [
        SimpleNamespace(**row._asdict()),
        SimpleNamespace(**row._asdict(), _SimpleNamespace__typename="Branch"),
        strawberry.cast(Branch, SimpleNamespace(**row._asdict())),
        with_attributes(row, is_leaf=1),
        with_attributes(row, is_leaf=None),
        with_attributes(row, is_leaf=True, branches=None),
        with_attributes(row, branches=None, title="both", length=1),
        with_attributes(row, branches=None, title="both", length=1, is_leaf=1),
        Leaf(age=1, worth=2, name="of Strawberry's own", weight=None),
        row._asdict(),
        ValueError("no row"),
        None,
    ]


class Data:
    """Data that is the same for the same seed. `oddity` is the probability of a value that should not be there."""

    def __init__(self, seed: int, oddity: float) -> None:
        self.random = Random(seed)
        self.oddity = oddity
        self.serials = count()

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
        """Return the row, or sometimes an object with its attributes that may be of another type."""
        return self.random.choice(shapes(row)) if self.random.random() < self.oddity else row

    def leaf(self) -> Any:
        age, worth = self.value(3), self.value(4)
        return self.shaped(LeafRow(age, worth, self.value("leaf", "l"), self.value(0.1, None, 2), next(self.serials)))

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
                serial=next(self.serials),
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
