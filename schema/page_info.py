from typing import Any

import strawberry

from resolvers.paging import ListPage


@strawberry.type(description="Where a page lies among the others.")
class PageInfo:
    @strawberry.field
    async def has_next_page(root: strawberry.Parent[ListPage[Any]]) -> bool:
        return await root.has_page(backwards=False)

    @strawberry.field
    async def has_previous_page(root: strawberry.Parent[ListPage[Any]]) -> bool:
        return await root.has_page(backwards=True)

    start_cursor: str | None
    end_cursor: str | None
