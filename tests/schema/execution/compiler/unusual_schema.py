"""A schema with much of what the real one has little: failing and async resolvers, abstract types, nested lists."""

import asyncio
from collections import Counter
from typing import Annotated, Any

import strawberry
from graphql import ResponsePath as Path

from resolvers.context import Info
from schema.statistics.statistics import Statistics
from schema.tasks.task_record import TaskConnection
from schema.types.field_metadata import reads


@strawberry.interface
class Growing:
    age: int


@strawberry.interface
class Valued:
    worth: int


async def noted(counter: Counter[tuple[object, ...]], row: Any, path: Path) -> str:
    """Count the call by the row and the names on its path: with the same two, there is one in an operation."""
    counter[(getattr(row, "serial", None), *(key for key in path.as_list() if isinstance(key, str)))] += 1
    await asyncio.sleep(0)
    return str(row.age + 1)


@strawberry.type
class Leaf(Growing, Valued):
    name: str
    weight: float | None

    @classmethod
    def is_type_of(cls, value: object, _: object) -> Any:
        return getattr(value, "is_leaf", hasattr(value, "weight"))

    @strawberry.field(metadata=reads("age"))  # type: ignore[untyped-decorator]
    async def next_year(root: strawberry.Parent[Any], info: Info) -> str | None:  # noqa: N805
        return await noted(info.context, root, info.path)  # type: ignore[arg-type] # tests have another context


@strawberry.type
class Branch(Growing, Valued):
    title: str | None
    length: int
    tags: list[str]
    matrix: list[list[int | None] | None]
    leaves: list[Leaf | None]
    branches: list["Branch"] | None
    valued: Valued | None
    either: list[Annotated["Leaf | Branch", strawberry.union("Either")] | None]

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return hasattr(value, "branches")

    @strawberry.field(metadata=reads("age"))  # type: ignore[untyped-decorator]
    async def soon(root: strawberry.Parent[Any], info: Info) -> str:  # noqa: N805
        return await noted(info.context, root, info.path)  # type: ignore[arg-type] # tests have another context

    @strawberry.field
    def shout(root: strawberry.Parent[Any]) -> str:  # noqa: N805
        return str(root.title.upper())

    @strawberry.field
    async def later(root: strawberry.Parent[Any]) -> str | None:  # noqa: N805
        if root.title is None:
            raise ValueError("not even later")
        return str(root.title)

    @strawberry.field(metadata=reads("title"))  # type: ignore[untyped-decorator]
    def repeated(root: strawberry.Parent[Any], times: int = 1) -> str | None:  # noqa: N805
        return None if times == 2 else str(root.title[0] * times)


@strawberry.type
class Root:
    """A type without `is_type_of`, whose values are of no known class."""

    length: int


@strawberry.type
class UnusualQuery:
    growing: list[Growing | None]
    oldest: Growing | None
    below: list[Annotated[Root | Leaf, strawberry.union("Below")] | None]
    branches: list[Branch]
    leaves: list[list[Leaf]] | None
    statistics: list[Statistics | None]
    tasks: TaskConnection
