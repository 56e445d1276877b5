from collections.abc import Awaitable, Callable
from functools import wraps
from inspect import Parameter, signature
from types import GenericAlias
from typing import Any, TypeVar

import strawberry

from resolvers.paging import ListPage, window
from schema.types.field_metadata import of_page, reads


@strawberry.interface(description="An object that `node` can fetch by its id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Unique among objects of all types.")


@strawberry.type(description="The position of a page in its list.")
class PageInfo:
    @strawberry.field(metadata=reads(), description="Whether entries follow this page.")
    async def has_next_page(root: strawberry.Parent[ListPage[Any]]) -> bool:
        return await root.has_page(backwards=False)

    @strawberry.field(metadata=reads(), description="Whether entries precede this page.")
    async def has_previous_page(root: strawberry.Parent[ListPage[Any]]) -> bool:
        return await root.has_page(backwards=True)

    start_cursor: str | None = strawberry.field(
        description="The first cursor, for `before`; null if the page is empty."
    )
    end_cursor: str | None = strawberry.field(description="The last cursor, for `after`; null if the page is empty.")


def connection(name: str, node: type, page: str, edge: str) -> Any:
    """
    Make the types of a page of a list: `…Connection`, described by `page`, and `…Edge`, described by `edge`. A
    connection with more fields has classes instead.
    """

    def made(suffix: str, fields: dict[str, object], description: str, **lists: object) -> Any:
        return strawberry.type(type(name + suffix, (), {"__annotations__": fields, **lists}), description=description)

    edges = GenericAlias(list, made("Edge", {"cursor": str, "node": node}, edge))
    fields = {"edges": edges, "nodes": GenericAlias(list, node), "page_info": PageInfo}
    lists = {name: strawberry.field(metadata=of_page()) for name in ("edges", "nodes")}
    return made("Connection", fields, page, **lists)


PageT = TypeVar("PageT")
PAGE_ARGUMENTS = {"first": int | None, "after": str | None, "last": int | None, "before": str | None}


def paged(resolver: Callable[..., Awaitable[PageT]]) -> Callable[..., Awaitable[PageT]]:
    """Return a resolver with PAGE_ARGUMENTS in place of the parameter `window` of `resolver`."""

    @wraps(resolver)
    async def resolve(
        *source: object,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        **others: object,
    ) -> PageT:
        return await resolver(*source, window=window(first, after, last, before), **others)

    parameters: list[Parameter] = []
    for one in signature(resolver).parameters.values():
        of_page = [
            Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=kind)
            for name, kind in PAGE_ARGUMENTS.items()
        ]
        parameters += of_page if one.name == "window" else [one]
    resolve.__signature__ = signature(resolver).replace(parameters=parameters)  # type: ignore[attr-defined]
    return resolve
