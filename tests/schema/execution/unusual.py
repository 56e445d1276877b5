"""A schema of what the real one has little of: resolvers that fail or wait, unions, lists in lists."""

from typing import Annotated, Any

import strawberry

from schema.execution.field_call import column
from schema.statistics.statistics import Statistics
from schema.tasks.task_connection import TaskConnection


@strawberry.type
class Leaf:
    name: str
    weight: float | None

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return hasattr(value, "weight")


@strawberry.type
class Branch:
    title: str | None
    length: int
    tags: list[str]
    matrix: list[list[int | None] | None]
    leaves: list[Leaf | None]
    branches: list["Branch"] | None
    either: list[Annotated["Leaf | Branch", strawberry.union("Either")] | None]

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return hasattr(value, "branches")

    @strawberry.field
    def shout(root: strawberry.Parent[Any]) -> str:  # noqa: N805
        return str(root.title.upper())

    @strawberry.field
    async def later(root: strawberry.Parent[Any]) -> str | None:  # noqa: N805
        if root.title is None:
            raise ValueError("not even later")
        return str(root.title)

    @strawberry.field(metadata=column("title"))  # type: ignore[untyped-decorator]
    def repeated(root: strawberry.Parent[Any], times: int = 1) -> str | None:  # noqa: N805
        return None if times == 2 else str(root.title[0] * times)


@strawberry.type
class UnusualQuery:
    branches: list[Branch]
    leaves: list[list[Leaf]] | None
    statistics: list[Statistics | None]
    tasks: TaskConnection
