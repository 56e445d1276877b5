"""A schema with much of what the real one has little: failing and async resolvers, abstract types, nested lists."""

from typing import Annotated, Any

import strawberry

from schema.statistics.statistics import Statistics
from schema.tasks.task_record import TaskConnection
from schema.types.field_metadata import reads


@strawberry.interface
class Growing:
    age: int


@strawberry.interface
class Valued:
    """An interface that finds a value's type by its own `resolve_type`."""

    worth: int

    @classmethod
    def resolve_type(cls, value: object, *_: object) -> str:
        return "Leaf" if hasattr(value, "weight") else "Branch"


@strawberry.type
class Leaf(Growing, Valued):
    name: str
    weight: float | None

    @classmethod
    def is_type_of(cls, value: object, _: object) -> Any:
        return getattr(value, "is_leaf", hasattr(value, "weight"))


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
